package ps.domain.policy.notices;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code that a notice can be asked about by: twelve characters that are not mistaken for each other, 60 bits. A
 * million guesses a second find one of a thousand notices in eighteen years, and far fewer are answered.
 */
final class Reference {

    /** Crockford's base 32: without I, L, O and U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final Pattern WRITTEN = Pattern.compile(
            "PP([1-9][0-9]{0,8}?)([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})");

    /** Longer than any way to write one. */
    private static final int LONGEST = 60;

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

    /**
     * The one that somebody typed: in small letters, with spaces or without hyphens, in any digits, and with the letters
     * that the alphabet lacks for the digits that they look like.
     */
    static Optional<String> typed(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        StringBuilder plain = new StringBuilder();
        text.toUpperCase(Locale.ROOT).codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                plain.append(Character.digit(c, 10));
            } else if (Character.isLetter(c)) {
                plain.appendCodePoint(
                        switch (c) {
                            case 'O' -> '0';
                            case 'I', 'L' -> '1';
                            default -> c;
                        });
            }
        });
        Matcher written = WRITTEN.matcher(plain);
        return written.matches()
                ? Optional.of("PP%s-%s-%s-%s"
                        .formatted(written.group(1), written.group(2), written.group(3), written.group(4)))
                : Optional.empty();
    }
}
