package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;

/** The headings of a whole Markdown document, as CommonMark has them: a line in a code block or a list is none. */
public final class Outline {

    private Outline() {}

    /**
     * A heading.
     *
     * @param level 1 to 6
     * @param line its first line, counted from 0
     * @param lines how many lines it takes: with an underline, two or more
     */
    public record Title(int level, int line, int lines) {}

    /** The headings that are in nothing else, from top to bottom. */
    public static List<Title> of(String markdown) {
        // Without its bars a table is a paragraph, which takes the same lines.
        String text = Markdown.hasTooLargeTable(markdown) ? markdown.replace('|', ' ') : markdown;
        List<Title> titles = new ArrayList<>();
        for (Node node = Markdown.parseStructure(text).getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                List<SourceSpan> spans = heading.getSourceSpans();
                titles.add(new Title(heading.getLevel(), spans.getFirst().getLineIndex(), spans.size()));
            }
        }
        return titles;
    }

    /** What a heading reads as, for a place where it is plain: without emphasis, links, tags and escapes. */
    public static String plain(String heading) {
        // As a heading with an end, so that "1." begins no list and a last "#" of its own stays.
        Node parsed = Markdown.parse("# " + heading.strip() + " #").getFirstChild();
        StringBuilder words = new StringBuilder();
        if (parsed instanceof Heading) {
            collect(parsed, words);
        }
        String plain = words.toString().strip();
        return plain.isEmpty() ? heading.strip() : plain;
    }

    private static void collect(Node parent, StringBuilder words) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Text text -> words.append(text.getLiteral());
                case Code code -> words.append(code.getLiteral());
                case SoftLineBreak end -> words.append(' ');
                case HtmlInline tag -> {}
                default -> collect(node, words);
            }
        }
    }
}
