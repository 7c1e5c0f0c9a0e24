package ps.domain.policy.text;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.renderer.html.CoreHtmlNodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** What differs from CommonMark's own HTML: isolated words, safe links, no images, modest headings. */
final class PolicyRenderer extends CoreHtmlNodeRenderer {

    private final HtmlWriter html;
    private final Language language;

    PolicyRenderer(HtmlNodeRendererContext context, Language language) {
        super(context);
        this.html = context.getWriter();
        this.language = language;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(
                Text.class,
                Code.class,
                Link.class,
                Image.class,
                Heading.class,
                HardLineBreak.class,
                ThematicBreak.class);
    }

    @Override
    public void visit(Text text) {
        html.raw(Isolation.toHtml(Isolation.runsOf(text, language)));
    }

    @Override
    public void visit(Code code) {
        html.tag("code", Map.of("dir", "auto"));
        html.text(code.getLiteral());
        html.tag("/code");
    }

    @Override
    public void visit(Link link) {
        if (!LinkPolicy.shows(link)) {
            visitChildren(link);
            return;
        }
        html.tag("a", Map.of("href", LinkPolicy.addressOf(link)));
        visitChildren(link);
        html.tag("/a");
    }

    @Override
    public void visit(Image image) {
        visitChildren(image);
    }

    @Override
    public void visit(Heading heading) {
        String tag = tagOf(heading);
        html.line();
        html.tag(tag);
        visitChildren(heading);
        html.tag("/" + tag);
        html.line();
    }

    @Override
    public void visit(HardLineBreak end) {
        html.tag("br");
        html.line();
    }

    @Override
    public void visit(ThematicBreak line) {
        html.line();
        html.tag("hr");
        html.line();
    }

    static String tagOf(Heading heading) {
        return "h" + heading.getLevel();
    }

    /**
     * Where the words of a cell stand. Markdown says left and right (GFM, 4.10), and means the sides where lines begin
     * and end: the two languages have the same tables, one as in a mirror.
     */
    static Block.Side sideOf(TableCell cell) {
        return switch (cell.getAlignment()) {
            case CENTER -> Block.Side.MIDDLE;
            case RIGHT -> Block.Side.END;
            case null, default -> Block.Side.START;
        };
    }

    /** The class of a cell for style sheets; none for one whose words stand where lines begin. */
    static Optional<String> classOf(TableCell cell) {
        return switch (sideOf(cell)) {
            case START -> Optional.empty();
            case MIDDLE -> Optional.of("to-middle");
            case END -> Optional.of("to-end");
        };
    }
}
