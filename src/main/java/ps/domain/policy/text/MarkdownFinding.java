package ps.domain.policy.text;

/**
 * Something in a Markdown text that its author should know of.
 *
 * @param kind what it is
 * @param line the line, counted from 1
 * @param column the column in UTF-16 units, counted from 1
 * @param excerpt what stands there, made visible; short
 */
public record MarkdownFinding(Kind kind, int line, int column, String excerpt) {

    /** What was found, and whether such a text is refused. */
    public enum Kind {
        /** An HTML tag: it will be shown to readers as it was typed. */
        HTML_SHOWN_AS_TEXT(false),
        /** An invisible character, such as a zero-width space or a direction mark. */
        INVISIBLE_CHARACTER(false),
        /** A picture: only its description will be shown. */
        IMAGE_LEFT_OUT(false),
        /** A row of a table with more cells than its head: those beyond are left out (GFM, 4.10). */
        CELLS_LEFT_OUT(false),
        /** What kramdown is told in braces, which readers will see. */
        ATTRIBUTES_SHOWN_AS_TEXT(false),
        /** A link that nobody could see or follow, which is left out. */
        LINK_WITHOUT_WORDS(false),
        /** A link to a file beside the text, as where it stood before: every text has several addresses here. */
        LINK_TO_NOWHERE(false),
        /** A link to an address of this site at which there is nothing. */
        LINK_TO_NO_PAGE(false),
        /** A link to a section that the text does not have. */
        LINK_TO_NO_SECTION(false),
        /** A link to something else than http, https, mailto, the number of a telephone or a place on this site. */
        LINK_PROTOCOL(true),
        /** U+202A–202E or U+2066–2069: they can make a text read otherwise than it is (Unicode TR 36, 3.1). */
        BIDI_CONTROL(true),
        /** A control character, which no text for people contains. */
        CONTROL_CHARACTER(true),
        /** Lists or quotes nested deeper than anybody can follow. */
        NESTED_TOO_DEEPLY(true),
        /** A table with more cells than anybody can read: few characters can ask for millions. */
        TABLE_TOO_LARGE(true);

        private final boolean refused;

        Kind(boolean refused) {
            this.refused = refused;
        }
    }

    /** Whether a text with this in it cannot be kept. */
    public boolean isRefused() {
        return kind.refused;
    }
}
