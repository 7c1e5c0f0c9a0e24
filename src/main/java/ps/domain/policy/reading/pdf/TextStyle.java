package ps.domain.policy.reading.pdf;

import java.util.List;

/**
 * How letters look.
 *
 * @param typefaces where a character is looked for, in this order
 * @param size in points
 * @param ink their colour
 * @param slanted whether Latin letters lean; Arabic ones never do
 */
record TextStyle(List<Typeface> typefaces, float size, Ink ink, boolean slanted) {

    TextStyle strong() {
        return new TextStyle(Typeface.STRONG, size, ink, slanted);
    }

    TextStyle emphasized() {
        return new TextStyle(typefaces, size, ink, true);
    }

    TextStyle code() {
        return new TextStyle(Typeface.CODE, size * 0.9f, ink, false);
    }

    TextStyle in(Ink other) {
        return new TextStyle(typefaces, size, other, slanted);
    }
}
