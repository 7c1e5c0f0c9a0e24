package ps.domain.policy.reading.pdf;

/**
 * A piece of a paragraph that is of one look, direction and font.
 *
 * @param start the first of its characters
 * @param end behind the last
 * @param text its characters
 * @param glyphs what is seen of it
 * @param level its embedding level (UAX #9): odd for right to left
 * @param space whether it is white space, which a line may end with but not begin
 * @param breakBefore whether a line may begin with it
 * @param lineEnd whether the line ends here, because its author said so
 * @param replaced whether it stands in for characters that no font has
 */
record Atom(
        int start,
        int end,
        String text,
        Glyphs glyphs,
        Typeface typeface,
        TextStyle style,
        Element element,
        byte level,
        boolean space,
        boolean breakBefore,
        boolean lineEnd,
        boolean replaced) {

    float width() {
        return lineEnd ? 0 : glyphs.width() * style.size();
    }

    boolean rightToLeft() {
        return level % 2 == 1;
    }

    Atom part(int from, int to, Glyphs shaped) {
        String some = text.substring(from - start, to - start);
        return new Atom(from, to, some, shaped, typeface, style, element, level, space, breakBefore, lineEnd, replaced);
    }
}
