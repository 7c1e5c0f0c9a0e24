package ps.domain.policy.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.binary.Base32;

/** A value that proves that one was given it: 256 random bits, of which only a hash is kept. */
final class SecretToken {

    private static final int BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretToken() {}

    /** A new one, fit for an address or a cookie. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Bytes as letters and digits that are hard to mistake for one another (RFC 4648, section 6), without padding. */
    static String base32(byte[] bytes) {
        return new Base32().encodeToString(bytes).replace("=", "");
    }

    /** What is kept of it: its SHA-256. */
    static byte[] hashOf(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
