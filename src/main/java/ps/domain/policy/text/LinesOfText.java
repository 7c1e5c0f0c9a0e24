package ps.domain.policy.text;

import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.PostProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Makes one text of lines that follow each other: where a line ends in the source says nothing to readers, and words of
 * the other direction that go on in the next line are to be set apart as one ({@link Isolation}).
 */
final class LinesOfText implements PostProcessor {

    /** Walks without recursion, since how deeply a text is nested is looked at later. */
    @Override
    public Node process(Node document) {
        @Nullable Node node = document;
        while (node != null) {
            if (node instanceof Text first) {
                join(first);
            }
            @Nullable Node next = node.getFirstChild();
            while (next == null && node != null) {
                next = node.getNext();
                node = next == null ? node.getParent() : node;
            }
            node = next;
        }
        return document;
    }

    private static void join(Text first) {
        StringBuilder lines = new StringBuilder(first.getLiteral());
        while (first.getNext() instanceof SoftLineBreak end && end.getNext() instanceof Text next) {
            lines.append('\n').append(next.getLiteral());
            end.unlink();
            next.unlink();
        }
        first.setLiteral(lines.toString());
    }
}
