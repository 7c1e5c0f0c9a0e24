package ps.domain.policy.text;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Document;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * <a href="https://spec.commonmark.org/0.31.2/">CommonMark</a> with tables, made into HTML that is safe to show
 * anywhere: HTML in the text is shown as text, links lead to {@code http}, {@code https}, {@code mailto}, {@code tel} and
 * to this site only, images are replaced by their description, headings stay below those of the page.
 */
public final class Markdown {

    /** Deeper than any text for people; the renderer walks recursively, so there has to be an end. */
    static final int DEEPEST_NESTING = 60;

    /** Every row of a table has a cell for each column, written or not: rows times columns grow with the square. */
    private static final int MOST_CELLS = 100_000;

    /** A wide table scrolls by itself on a narrow screen, and has to be within reach of the keyboard for that. */
    static final String TABLE_TAB_INDEX = "0";

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(DEEPEST_NESTING)
            .customBlockParserFactory(LongParagraph.FACTORY)
            .customInlineContentParserFactory(LoneBracket.FACTORY)
            .postProcessor(new HeadingLevels())
            .postProcessor(new LinesOfText())
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    /** For what stands where; what stands in a paragraph is not looked into. */
    private static final Parser STRUCTURE = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(DEEPEST_NESTING)
            .customBlockParserFactory(LongParagraph.FACTORY)
            .inlineParserFactory(context -> (lines, node) -> {})
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private static final HtmlRenderer ARABIC = rendererFor(Language.AR);
    private static final HtmlRenderer ENGLISH = rendererFor(Language.EN);

    private Markdown() {}

    /** The HTML of a text in a language. */
    public static String toHtml(String markdown, Language language) {
        HtmlRenderer renderer = switch (language) {
            case AR -> ARABIC;
            case EN -> ENGLISH;
        };
        return renderer.render(documentOf(markdown));
    }

    /** The same as blocks, for what is not HTML. */
    public static List<Block> toBlocks(String markdown, Language language) {
        return new BlockReader(language).read(documentOf(markdown));
    }

    /** What is shown of a text: its document, or a plain paragraph if that is nested too deeply to be walked. */
    static Node documentOf(String markdown) {
        if (hasTooLargeTable(markdown)) {
            return asPlainParagraph(markdown);
        }
        Node document = parse(markdown);
        return depthOf(document) > DEEPEST_NESTING ? asPlainParagraph(markdown) : document;
    }

    /** One line of plain text as HTML, its words of the other direction isolated. */
    public static String lineToHtml(String line, Language language) {
        return Isolation.toHtml(line, language);
    }

    /** The same as parts of a line, for what is not HTML. */
    public static List<Inline> lineToInlines(String line, Language language) {
        return BlockReader.wordsOf(line, language);
    }

    /** What is remarkable about a text, in the order of the text; empty when nothing is. */
    public static List<MarkdownFinding> check(String markdown) {
        return MarkdownCheck.of(markdown, null);
    }

    /** The same, with the links that lead to nothing on this site. */
    public static List<MarkdownFinding> check(String markdown, LinkTargets targets) {
        return MarkdownCheck.of(markdown, targets);
    }

    /** For texts without a table that is too large. */
    static Node parse(String markdown) {
        return PARSER.parse(markdown);
    }

    /** The blocks alone, of texts without a table that is too large. */
    static Node parseStructure(String markdown) {
        return STRUCTURE.parse(markdown);
    }

    /**
     * Whether a table could have more cells than there is room for, as far as can be told without making it: the columns
     * of its delimiter row (GFM, 4.10) times the lines up to the next blank one.
     */
    static boolean hasTooLargeTable(String markdown) {
        long columns = 0;
        long lines = 0;
        int start = 0;
        while (start < markdown.length()) {
            int newline = markdown.indexOf('\n', start);
            int end = newline < 0 ? markdown.length() : newline;
            int bars = 0;
            boolean delimiters = true;
            boolean blank = true;
            for (int at = start; at < end; at++) {
                char c = markdown.charAt(at);
                bars += c == '|' ? 1 : 0;
                delimiters &= "|:- \t\r>*+.)0123456789".indexOf(c) >= 0;
                blank &= Character.isWhitespace(c);
            }
            columns = blank ? 0 : delimiters ? Math.max(columns, bars + 1) : columns;
            lines = blank ? 0 : lines + 1;
            if (columns * lines > MOST_CELLS) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** How deeply the nodes of a document are nested; walks without recursion. */
    static int depthOf(Node document) {
        int depth = 0;
        int deepest = 0;
        Node node = document;
        while (true) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                deepest = Math.max(deepest, ++depth);
                continue;
            }
            while (node.getNext() == null) {
                if (depth == 0) {
                    return deepest;
                }
                node = node.getParent();
                depth--;
            }
            node = node.getNext();
        }
    }

    private static Node asPlainParagraph(String text) {
        Paragraph paragraph = new Paragraph();
        paragraph.appendChild(new Text(text));
        Document document = new Document();
        document.appendChild(paragraph);
        return document;
    }

    private static HtmlRenderer rendererFor(Language language) {
        return HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof TableBlock) {
                        attributes.put("tabindex", TABLE_TAB_INDEX);
                    }
                    if (node instanceof TableCell cell) {
                        attributes.remove("align"); // HTML has no such attribute any more
                        PolicyRenderer.classOf(cell).ifPresent(name -> attributes.put("class", name));
                    }
                })
                .nodeRendererFactory(context -> new PolicyRenderer(context, language))
                .build();
    }
}
