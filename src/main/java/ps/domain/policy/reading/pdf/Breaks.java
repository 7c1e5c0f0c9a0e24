package ps.domain.policy.reading.pdf;

import java.util.BitSet;

/**
 * Where a line may be broken: behind white space, behind a hyphen or dash between letters, and between ideographs. What
 * UAX #14 allows beyond that, such as behind the dots of a host name, would tear apart what is read as one.
 */
final class Breaks {

    private static final String NOT_AT_THE_BEGINNING = "、。，．：；？！）】」』〉》’”…ー々";
    private static final String NOT_AT_THE_END = "（【「『〈《‘“";

    private final CharSequence text;
    private final BitSet glued;

    Breaks(CharSequence text, BitSet glued) {
        this.text = text;
        this.glued = glued;
    }

    /** Whether a line may begin with the character at a place. */
    boolean before(int at) {
        if (at == 0 || glued.get(at) || isSpace(text.charAt(at))) {
            return false;
        }
        char before = text.charAt(at - 1);
        if (isSpace(before) || before == '\u200B') {
            return true;
        }
        int c = Character.codePointAt(text, at);
        if (isDash(before)) {
            return at > 1 && Character.isLetter(Character.codePointBefore(text, at - 1)) && Character.isLetter(c);
        }
        if (Character.isLowSurrogate(text.charAt(at))) {
            return false;
        }
        int previous = Character.codePointBefore(text, at);
        return (isIdeographic(previous) || isIdeographic(c))
                && NOT_AT_THE_BEGINNING.indexOf(c) < 0
                && NOT_AT_THE_END.indexOf(previous) < 0
                && Character.getType(c) != Character.NON_SPACING_MARK;
    }

    /** White space that a line can be broken at: not what is there to prevent that (U+00A0, U+202F). */
    static boolean isSpace(char c) {
        return c == ' ' || (Character.isWhitespace(c) && c != '\u2028');
    }

    private static boolean isDash(char c) {
        return c == '-' || c == '\u2010' || c == '–' || c == '—';
    }

    private static boolean isIdeographic(int c) {
        return Character.isIdeographic(c)
                || switch (Character.UnicodeScript.of(c)) {
                    case HIRAGANA, KATAKANA -> true;
                    default -> false;
                };
    }
}
