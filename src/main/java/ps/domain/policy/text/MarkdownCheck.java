package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import ps.domain.policy.text.MarkdownFinding.Kind;

/** Looks through a text for what its author should know of. */
final class MarkdownCheck extends AbstractVisitor {

    private static final int EXCERPT = 40;

    private final List<MarkdownFinding> findings = new ArrayList<>();

    static List<MarkdownFinding> of(String markdown) {
        MarkdownCheck check = new MarkdownCheck();
        check.characters(markdown);
        Node document = Markdown.parse(markdown);
        if (Markdown.depthOf(document) >= Markdown.DEEPEST_NESTING) {
            check.findings.add(new MarkdownFinding(Kind.NESTED_TOO_DEEPLY, 1, 1, ""));
        } else {
            document.accept(check);
        }
        check.findings.sort(Comparator.comparingInt(MarkdownFinding::line).thenComparingInt(MarkdownFinding::column));
        return List.copyOf(check.findings);
    }

    private void characters(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++, column++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                column = 0;
            } else if ((c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069')) {
                add(Kind.BIDI_CONTROL, line, column, name(c));
            } else if (Character.isISOControl(c) && c != '\t' && c != '\r') {
                add(Kind.CONTROL_CHARACTER, line, column, name(c));
            } else if (isInvisible(c)) {
                add(Kind.INVISIBLE_CHARACTER, line, column, name(c));
            }
        }
    }

    /** Zero width non-joiner and joiner (U+200C, U+200D) are left alone: they are part of how some words are written. */
    private static boolean isInvisible(char c) {
        return c == '\u200B' || c == '\u200E' || c == '\u200F' || c == '\u061C' || c == '\u2060' || c == '\uFEFF';
    }

    private static String name(char c) {
        return "U+%04X".formatted((int) c);
    }

    @Override
    public void visit(HtmlInline html) {
        add(Kind.HTML_SHOWN_AS_TEXT, html, html.getLiteral());
    }

    @Override
    public void visit(HtmlBlock html) {
        add(Kind.HTML_SHOWN_AS_TEXT, html, html.getLiteral());
    }

    @Override
    public void visit(Link link) {
        if (!LinkPolicy.allows(link.getDestination())) {
            add(Kind.LINK_PROTOCOL, link, link.getDestination());
        }
        visitChildren(link);
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
        if (!LinkPolicy.allows(definition.getDestination())) {
            add(Kind.LINK_PROTOCOL, definition, definition.getDestination());
        }
    }

    @Override
    public void visit(Image image) {
        add(Kind.IMAGE_LEFT_OUT, image, image.getDestination());
        visitChildren(image);
    }

    private void add(Kind kind, Node node, String excerpt) {
        List<SourceSpan> spans = node.getSourceSpans();
        int line = spans.isEmpty() ? 1 : spans.getFirst().getLineIndex() + 1;
        int column = spans.isEmpty() ? 1 : spans.getFirst().getColumnIndex() + 1;
        add(kind, line, column, excerpt);
    }

    private void add(Kind kind, int line, int column, String excerpt) {
        String first = excerpt.lines().findFirst().orElse("");
        String shown = first.length() <= EXCERPT ? first : first.substring(0, EXCERPT) + "…";
        findings.add(new MarkdownFinding(kind, line, column, shown));
    }
}
