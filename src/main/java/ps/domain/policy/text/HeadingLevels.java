package ps.domain.policy.text;

import org.commonmark.node.Block;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.PostProcessor;

/**
 * Has the headings within a section begin below the section's own, an {@code h2}, and leave out no level on the way down,
 * whatever was written: who listens to a page finds their way by them (WCAG 2.2, 1.3.1).
 */
final class HeadingLevels implements PostProcessor {

    static final int HIGHEST = 3;

    @Override
    public Node process(Node document) {
        below(document, HIGHEST - 1);
        return document;
    }

    /** Goes as deep as blocks are nested, which the parser limits. */
    private static int below(Node parent, int last) {
        int before = last;
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                before = Math.min(Math.max(HIGHEST, heading.getLevel()), before + 1);
                heading.setLevel(before);
            } else if (node instanceof Block) {
                before = below(node, before);
            }
        }
        return before;
    }
}
