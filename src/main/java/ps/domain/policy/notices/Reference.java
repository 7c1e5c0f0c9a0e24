package ps.domain.policy.notices;

import java.security.SecureRandom;

/** The code that a notice can be asked about by: twelve characters that are not mistaken for each other, 60 bits. */
final class Reference {

    /** Crockford's base 32: without I, L, O and U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Reference() {}

    /** How one looks, for what is not sent. */
    static String sampleOf(int version) {
        return "PP" + version + "-0000-0000-0000";
    }

    /** A new one, such as {@code PP2-7K4M-9QXD-3FTC} for version 2. */
    static String of(int version) {
        StringBuilder reference = new StringBuilder("PP").append(version);
        for (int i = 0; i < 12; i++) {
            if (i % 4 == 0) {
                reference.append('-');
            }
            reference.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return reference.toString();
    }
}
