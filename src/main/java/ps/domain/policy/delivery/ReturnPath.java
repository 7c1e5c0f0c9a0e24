package ps.domain.policy.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where what could not be delivered returns to: one address for all messages, or one for each (variable envelope return
 * path). The latter has the delivery's id after a plus sign, in 26 characters of Crockford's base 32, and four more that
 * follow from them, so that no other word is taken for it. These are no secret and need none: the id itself cannot be
 * guessed, and whoever has the message has the id.
 *
 * @param verp whether each message has its own
 */
record ReturnPath(Mailbox address, boolean verp) {

    /** The longest local part that leaves room for the rest in 64 bytes (RFC 5321, section 4.5.3.1.1). */
    static final int LONGEST_LOCAL_PART = 64 - 31;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int CHARACTERS = 26;
    private static final int CHECKS = 4;
    private static final Pattern TOKEN =
            Pattern.compile("\\+([" + ALPHABET + "]{" + CHARACTERS + "})([" + ALPHABET + "]{" + CHECKS + "})@");

    /** What the envelope of a message names. */
    String of(UUID delivery) {
        return verp ? address.local() + "+" + token(delivery) + "@" + address.domain() : address.toString();
    }

    /** The delivery that an address was made for, if it was made for one. Letters may have changed case on the way. */
    static Optional<UUID> deliveryIn(String address) {
        Matcher token = TOKEN.matcher(address.toLowerCase(Locale.ROOT));
        if (!token.find()) {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (char character : token.group(1).toCharArray()) {
            high = high << 5 | low >>> 59;
            low = low << 5 | ALPHABET.indexOf(character);
        }
        UUID delivery = new UUID(high, low);
        return token(delivery).equals(token.group(1) + token.group(2)) ? Optional.of(delivery) : Optional.empty();
    }

    private static String token(UUID delivery) {
        StringBuilder token = new StringBuilder();
        long high = delivery.getMostSignificantBits();
        long low = delivery.getLeastSignificantBits();
        for (int i = 0; i < CHARACTERS; i++) {
            token.append(ALPHABET.charAt((int) (low & 31)));
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        token.reverse();
        byte[] hash = sha256(token.toString());
        for (int i = 0; i < CHECKS; i++) {
            token.append(ALPHABET.charAt(hash[i] & 31));
        }
        return token.toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
