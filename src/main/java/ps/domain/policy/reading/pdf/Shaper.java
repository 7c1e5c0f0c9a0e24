package ps.domain.policy.reading.pdf;

import java.util.HashMap;
import java.util.Map;

/** Shapes the words of one document, each word once. */
final class Shaper {

    private final Map<Word, Glyphs> known = new HashMap<>();

    private record Word(Typeface typeface, String text, String before, String after, boolean rightToLeft) {}

    /** Shapes a stretch of a text, which has to lie within one word. */
    Glyphs shape(Typeface typeface, CharSequence text, int start, int end, boolean rightToLeft) {
        String before = start > 0 && joins(text.charAt(start - 1))
                ? text.subSequence(start - 1, start).toString()
                : "";
        String after = end < text.length() && joins(text.charAt(end))
                ? text.subSequence(end, end + 1).toString()
                : "";
        Word word = new Word(typeface, text.subSequence(start, end).toString(), before, after, rightToLeft);
        return known.computeIfAbsent(word, Shaper::shape);
    }

    private static Glyphs shape(Word word) {
        String whole = word.before + word.text + word.after;
        int start = word.before.length();
        return word.typeface.shape(whole, start, start + word.text.length(), word.rightToLeft);
    }

    private static boolean joins(char c) {
        return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }
}
