package ps.domain.policy.delivery;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * An address as SMTP wants it (RFC 5321, section 4.1.2, and RFC 6531): a dot-string before the {@code @}, which can be in
 * any script, and a domain in ASCII (punycode) after it. Nothing in it can end a command or a header.
 */
record Mailbox(String local, String domain) {

    private static final Pattern DOT_STRING = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\u00A1-\\x{10FFFF}]+"
            + "(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\u00A1-\\x{10FFFF}]+)*");

    /**
     * What {@link IDN} (RFC 3490) writes as other letters or leaves out, while it has been a letter of its own since
     * RFC 5891: the message would go to somebody else's domain.
     */
    private static final Pattern CHANGED_MEANING = Pattern.compile("[\u00DF\u1E9E\u03C2\u200C\u200D]");

    private static final Pattern UNSEEN = Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, saying why
     */
    static Mailbox parse(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1) {
            throw new IllegalArgumentException("The address lacks a part before or after the @");
        }
        String local = address.substring(0, at);
        if (!DOT_STRING.matcher(local).matches() || UNSEEN.matcher(local).find()) {
            throw new IllegalArgumentException("The address has a character before the @ that it cannot have");
        }
        if (local.getBytes(StandardCharsets.UTF_8).length > 64) {
            throw new IllegalArgumentException("The address is longer than 64 bytes before the @");
        }
        if (CHANGED_MEANING.matcher(address).find(at)) {
            throw new IllegalArgumentException(
                    "The address has a letter after the @ that older software takes for others:"
                            + " the domain has to be written in ASCII (xn--)");
        }
        String domain;
        try {
            domain = IDN.toASCII(address.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("The address has no valid domain after the @", invalid);
        }
        if (domain.isEmpty() || domain.endsWith(".") || domain.length() > 253) {
            throw new IllegalArgumentException("The address has no valid domain after the @");
        }
        return new Mailbox(local, domain);
    }

    /** Whether it can be sent to without SMTPUTF8. */
    boolean isAscii() {
        return local.chars().allMatch(character -> character < 128);
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
