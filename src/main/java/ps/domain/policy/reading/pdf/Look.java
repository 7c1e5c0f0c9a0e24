package ps.domain.policy.reading.pdf;

import ps.domain.policy.text.Language;

/**
 * What a document looks like: the readers' pages on paper. Arabic stands a little larger, with more air between lines.
 *
 * @param text the style of running text
 * @param leading from one baseline to the next, in sizes
 */
record Look(TextStyle text, float leading) {

    /** How far letters reach above and below the baseline, in sizes: what the fonts say of themselves. */
    private static final float ASCENT = 1.085f;

    private static final float DESCENT = 0.415f;

    static Look of(Language language) {
        return switch (language) {
            case AR -> new Look(new TextStyle(Typeface.NORMAL, 11, Ink.TEXT, false), 1.7f);
            case EN -> new Look(new TextStyle(Typeface.NORMAL, 10.5f, Ink.TEXT, false), 1.55f);
        };
    }

    float headingLeading() {
        return leading - 0.15f;
    }

    TextStyle title() {
        return new TextStyle(Typeface.STRONG, 22, Ink.TEXT, false);
    }

    TextStyle section() {
        return new TextStyle(Typeface.STRONG, 13, Ink.TEXT, false);
    }

    TextStyle heading(int level) {
        return switch (level) {
            case 3 -> new TextStyle(Typeface.STRONG, text.size() + 0.75f, Ink.TEXT, false);
            case 4 -> text.strong();
            default -> text.strong().in(Ink.MUTED);
        };
    }

    TextStyle small() {
        return new TextStyle(Typeface.NORMAL, text.size() - 1.25f, Ink.MUTED, false);
    }

    TextStyle table() {
        return new TextStyle(Typeface.NORMAL, text.size() - 0.75f, Ink.TEXT, false);
    }

    /** How far below the top of a line its letters stand. */
    float baseline(float lineHeight, float size) {
        return (lineHeight - (ASCENT + DESCENT) * size) / 2 + ASCENT * size;
    }
}
