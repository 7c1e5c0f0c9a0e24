package ps.domain.policy.reading.pdf;

import java.awt.font.GlyphVector;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A shaped stretch of text, from left to right.
 *
 * @param signs what is painted, and what it stands for
 * @param width in sizes of the font
 */
record Glyphs(List<Sign> signs, float width) {

    /** From here on the JDK means "nothing to be seen". */
    private static final int INVISIBLE = 0xFFFE;

    private static final String LEFT_TO_RIGHT_MARK = "\u200E";
    private static final String RIGHT_TO_LEFT_MARK = "\u200F";

    /**
     * Something painted.
     *
     * @param shape the glyphs
     * @param x where they begin, from the beginning of the stretch, in sizes of the font
     * @param text the characters that they stand for
     */
    record Sign(Shape shape, float x, String text) {}

    /**
     * A glyph with the marks on it.
     *
     * @param glyph its number in the font
     * @param marks where they stand, seen from the glyph
     */
    record Shape(int glyph, List<Mark> marks) {

        static Shape of(int glyph) {
            return new Shape(glyph, List.of());
        }
    }

    /** A glyph in its place, in units of the font. */
    record Mark(int glyph, int right, int up) {}

    /** A glyph as the shaping left it: its number, its place in units of the font, its first character. */
    private record Placed(int glyph, float x, float y, int at) {}

    static Glyphs of(GlyphVector vector, String text, boolean rightToLeft, Typeface typeface) {
        List<List<Placed>> letters = letters(vector, text, rightToLeft, typeface);
        List<Sign> signs = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            String part = textOf(letters, i, text, rightToLeft);
            if (rightToLeft) {
                spell(
                        letters.get(i),
                        part,
                        i + 1 < letters.size() ? letters.get(i + 1) : List.of(),
                        text,
                        typeface,
                        signs);
            } else {
                write(letters.get(i), part, typeface, signs);
            }
        }
        if (signs.isEmpty() && !text.isEmpty()) {
            signs.add(new Sign(Shape.of(typeface.empty()), 0, text)); // a direction mark, or the like
        }
        float width = (float) vector.getGlyphPosition(vector.getNumGlyphs()).getX() / typeface.unitsPerEm();
        return new Glyphs(List.copyOf(signs), width);
    }

    /** The glyphs from left to right, each letter with its marks behind it. */
    private static List<List<Placed>> letters(GlyphVector vector, String text, boolean rightToLeft, Typeface typeface) {
        List<List<Placed>> letters = new ArrayList<>();
        List<Placed> waiting = new ArrayList<>();
        for (int i = 0; i < vector.getNumGlyphs(); i++) {
            if (vector.getGlyphCode(i) >= INVISIBLE) {
                continue;
            }
            Point2D place = vector.getGlyphPosition(i);
            int at = vector.getGlyphCharIndex(i);
            Placed placed = new Placed(vector.getGlyphCode(i), (float) place.getX(), (float) -place.getY(), at);
            boolean mark = typeface.advance(placed.glyph) == 0
                    || Character.getType(text.charAt(at)) == Character.NON_SPACING_MARK;
            if (mark && rightToLeft) {
                waiting.addFirst(placed);
            } else if (mark && !letters.isEmpty()) {
                letters.getLast().add(placed);
            } else {
                waiting.addFirst(placed);
                letters.add(waiting);
                waiting = new ArrayList<>();
            }
        }
        if (!waiting.isEmpty()) {
            letters.add(waiting);
        }
        return letters;
    }

    /** The characters from where a letter begins to where the next one does; a second glyph for the same has none. */
    private static String textOf(List<List<Placed>> letters, int i, String text, boolean rightToLeft) {
        int step = rightToLeft ? -1 : 1;
        boolean first = i - step < 0 || i - step >= letters.size();
        boolean last = i + step < 0 || i + step >= letters.size();
        int from = first ? 0 : beginning(letters.get(i));
        int to = last ? text.length() : Math.max(from, beginning(letters.get(i + step)));
        return text.substring(from, to);
    }

    private static int beginning(List<Placed> letter) {
        return letter.stream().mapToInt(Placed::at).min().orElse(0);
    }

    private static Shape shapeOf(List<Placed> letter) {
        Placed base = letter.getFirst();
        return new Shape(
                base.glyph,
                letter.stream()
                        .skip(1)
                        .map(mark -> new Mark(mark.glyph, Math.round(mark.x - base.x), Math.round(mark.y - base.y)))
                        .toList());
    }

    /**
     * Writes a letter that runs from left to right. Programs that leave out direction marks and the like leave out all
     * that ends with one, so what follows a letter and is not seen has a sign of its own.
     */
    private static void write(List<Placed> letter, String part, Typeface typeface, List<Sign> signs) {
        int end = part.length();
        while (end > 1 && Character.getType(part.charAt(end - 1)) == Character.FORMAT) {
            end--;
        }
        float x = letter.getFirst().x / typeface.unitsPerEm();
        signs.add(new Sign(shapeOf(letter), x, part.substring(0, end)));
        float behind = x + typeface.advance(letter.getFirst().glyph) / 1000;
        addMarks(part.substring(end), behind, typeface, signs);
    }

    /**
     * Spells a letter that runs from right to left. Programs that read text turn such a line around character by
     * character, so every sign stands for one: what a letter with marks or a ligature has more is left to empty signs.
     */
    private static void spell(
            List<Placed> letter, String part, List<Placed> right, String text, Typeface typeface, List<Sign> signs) {
        int[] reversed = new StringBuilder(part).reverse().codePoints().toArray();
        float x = letter.getFirst().x / typeface.unitsPerEm();
        float advance = typeface.advance(letter.getFirst().glyph) / 1000;
        // A program would take the same character in the same place for one that was printed twice.
        boolean twice = reversed.length > 1
                && !right.isEmpty()
                && text.codePointAt(beginning(right)) == reversed[reversed.length - 1];
        // Others hold that what stands for a vowel sign takes no room, so a letter has to be what is seen: the first,
        // for
        // what comes twice in a ligature not to stand in one place.
        int shown = twice ? reversed.length - 1 : firstLetterOf(reversed);
        for (int i = 0; i < Math.max(1, reversed.length); i++) {
            Shape shape = i == shown ? shapeOf(letter) : Shape.of(typeface.empty());
            String character = i < reversed.length ? Character.toString(reversed[i]) : "";
            Sign sign = new Sign(shape, i <= shown ? x : x + advance, character);
            String marks = i < reversed.length ? marksBefore(reversed[i]) : "";
            addMarks(marks, x, typeface, signs);
            signs.add(sign);
            addMarks(new StringBuilder(marks).reverse(), x + advance, typeface, signs);
        }
    }

    private static int firstLetterOf(int[] characters) {
        for (int i = 0; i < characters.length; i++) {
            if (Character.getType(characters[i]) != Character.NON_SPACING_MARK) {
                return i;
            }
        }
        return Math.max(0, characters.length - 1);
    }

    /**
     * What is to stand on the left of a character, and in reverse on its right, so that programs that read text agree. Some
     * take a bracket for what it looks like, others for what it means, unless it is a run from left to right of its own.
     * Some take a full stop, with all that comes before the next letter, for a part of a number.
     */
    private static String marksBefore(int c) {
        if (Character.isMirrored(c)) {
            return RIGHT_TO_LEFT_MARK + LEFT_TO_RIGHT_MARK;
        }
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR -> RIGHT_TO_LEFT_MARK;
            default -> "";
        };
    }

    private static void addMarks(CharSequence marks, float x, Typeface typeface, List<Sign> signs) {
        marks.chars()
                .mapToObj(Character::toString)
                .map(mark -> new Sign(Shape.of(typeface.empty()), x, mark))
                .forEach(signs::add);
    }

    /** The same signs, each of which stands for one character of another text. */
    Glyphs standingFor(String text) {
        int[] characters = text.codePoints().toArray();
        List<Sign> others = new ArrayList<>();
        for (Sign sign : signs) {
            others.add(new Sign(sign.shape, sign.x, Character.toString(characters[others.size()])));
        }
        return new Glyphs(List.copyOf(others), width);
    }
}
