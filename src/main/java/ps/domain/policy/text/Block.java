package ps.domain.policy.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a Markdown text, for what is not HTML: what {@link Markdown#toHtml} shows, in the order it shows it, and
 * nothing that it leaves out.
 */
public sealed interface Block {

    /**
     * A heading.
     *
     * @param level 3 to 6; a section's own heading stands above it
     */
    record Heading(int level, List<Inline> text) implements Block {}

    /** A paragraph. */
    record Paragraph(List<Inline> text) implements Block {}

    /**
     * A list.
     *
     * @param first the number of the first item; null for one with bullets
     * @param tight whether its items stand close together
     */
    record Items(@Nullable Integer first, boolean tight, List<List<Block>> items) implements Block {}

    /** What somebody else says. */
    record Quote(List<Block> blocks) implements Block {}

    /** Lines that are kept as they are; without a line break at the end. */
    record Preformatted(String text) implements Block {}

    /**
     * A table.
     *
     * @param head one cell for each column
     * @param rows as many cells each
     * @param sides where the words of each column stand
     */
    record Table(List<List<Inline>> head, List<List<List<Inline>>> rows, List<Side> sides) implements Block {}

    /** Where words stand in a column: at the side where lines begin, in the middle, or at the side where lines end. */
    enum Side {
        START,
        MIDDLE,
        END
    }

    /** A line across the page. */
    record Rule() implements Block {}
}
