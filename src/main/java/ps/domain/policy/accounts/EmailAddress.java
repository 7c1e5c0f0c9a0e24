package ps.domain.policy.accounts;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can be sent to: a dot-string at a domain name (RFC 5321, section 4.1.2), either of them beyond
 * ASCII if need be (RFC 6531). Quoted local parts and address literals exist in the standard and not among customers;
 * they are refused.
 *
 * @param value as it was given
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;

    /** RFC 5322's atext, and RFC 6532's: letters, digits and marks of any script. */
    private static final Pattern DOT_STRING = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-[^\\p{ASCII}]]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-[^\\p{ASCII}]]+)*+");

    /**
     * What {@link IDN} (RFC 3490) writes as other letters, while it has been a letter of its own since RFC 5891: ß and ς. Two
     * domains, which may be those of two people, would be taken for one.
     */
    private static final Pattern CHANGED_MEANING = Pattern.compile("[\u00DF\u1E9E\u03C2]");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException for one with a flaw; the message does not repeat it
     */
    public EmailAddress {
        flawIn(value).ifPresent(flaw -> {
            throw new IllegalArgumentException("This is not an email address: " + flaw);
        });
    }

    /** What keeps the text from being an address that mail can be sent to, if anything does. */
    public static Optional<Flaw> flawIn(String text) {
        if (text.isEmpty()) {
            return Optional.of(Flaw.AT_SIGN);
        }
        if (text.codePoints().anyMatch(EmailAddress::isForbidden)) {
            return Optional.of(Flaw.CHARACTER);
        }
        int at = text.indexOf('@');
        if (at < 0 || at != text.lastIndexOf('@')) {
            return Optional.of(Flaw.AT_SIGN);
        }
        String localPart = text.substring(0, at);
        if (octets(localPart) > LONGEST_LOCAL_PART || text.length() > LONGEST) {
            return Optional.of(Flaw.LENGTH);
        }
        if (!DOT_STRING.matcher(localPart).matches()) {
            return Optional.of(Flaw.LOCAL_PART);
        }
        Optional<String> domain = asciiDomain(text.substring(at + 1));
        if (domain.isEmpty()) {
            return Optional.of(Flaw.DOMAIN);
        }
        return octets(localPart) + 1 + domain.get().length() > LONGEST ? Optional.of(Flaw.LENGTH) : Optional.empty();
    }

    /** Equal for any two spellings of what is taken to be one mailbox: all in lower case, the domain in ASCII. */
    public String key() {
        return Normalizer.normalize(localPart(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT) + "@" + domain();
    }

    /** Whether the local part goes beyond ASCII, so that only servers with SMTPUTF8 (RFC 6531) can take it. */
    public boolean needsSmtpUtf8() {
        return octets(localPart()) > localPart().length();
    }

    /** The domain in lower case, and in ASCII (RFC 3490) if that is not another domain since. */
    public String domain() {
        return asciiDomain(value.substring(value.indexOf('@') + 1)).orElseThrow();
    }

    private String localPart() {
        return value.substring(0, value.indexOf('@'));
    }

    /** Not even an address in a log line says whose it is. */
    @Override
    public String toString() {
        return "EmailAddress[…]";
    }

    private static Optional<String> asciiDomain(String domain) {
        String ascii;
        try {
            ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED)
                    .toLowerCase(Locale.ROOT);
        } catch (RuntimeException notADomain) {
            // Not only IllegalArgumentException: some empty labels make the JDK's own code stumble.
            return Optional.empty();
        }
        String[] labels = ascii.split("\\.", -1);
        boolean named = labels.length > 1 && !labels[labels.length - 1].chars().allMatch(Character::isDigit);
        for (String label : labels) {
            named &= LABEL.matcher(label).matches();
        }
        if (!named || ascii.length() > LONGEST_DOMAIN) {
            return Optional.empty();
        }
        return Optional.of(CHANGED_MEANING.matcher(domain).find() ? domain.toLowerCase(Locale.ROOT) : ascii);
    }

    /** White space, controls, invisible formatting such as a change of direction, and what no character stands for. */
    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == 0xFFFD;
        };
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What can be wrong with an address. */
    public enum Flaw {
        /** There is no at sign, or more than one. */
        AT_SIGN,
        /** It holds a space, a line break, a control or an invisible character. */
        CHARACTER,
        /** It is longer than 254 octets, or its local part than 64. */
        LENGTH,
        /** What stands before the at sign. */
        LOCAL_PART,
        /** What stands behind the at sign. */
        DOMAIN
    }
}
