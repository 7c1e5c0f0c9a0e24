package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;

/** A block of a text as it is compared: either it has other blocks in it, or tokens. */
final class ComparedBlock {

    private static final String NO_TAG = "";

    private final String kind;
    private final String tag;
    private final String attributes;
    private final String inner;
    private final String style;
    private final boolean inOrder;
    private final List<Token> tokens;
    private final List<ComparedBlock> children;
    private final int id;
    private final int size;

    private ComparedBlock(
            String kind,
            String tag,
            String attributes,
            String inner,
            String style,
            boolean inOrder,
            List<Token> tokens,
            List<ComparedBlock> children,
            Vocabulary vocabulary) {
        this.kind = kind;
        this.tag = tag;
        this.attributes = attributes;
        this.inner = inner;
        this.style = style;
        this.inOrder = inOrder;
        this.tokens = tokens;
        this.children = children;
        this.id = vocabulary.numberOf(new Content(
                kind,
                IntStream.concat(
                                tokens.stream().mapToInt(Token::id),
                                children.stream().mapToInt(ComparedBlock::id))
                        .boxed()
                        .toList()));
        this.size = 1
                + tokens.size()
                + children.stream().mapToInt(child -> child.size).sum();
    }

    private record Content(String kind, List<Integer> parts) {}

    /** The document of a text. */
    static ComparedBlock of(String markdown, Vocabulary vocabulary, Language language) {
        return new Builder(vocabulary, language).document(Markdown.documentOf(markdown));
    }

    /** What must be the same for two blocks to be made into one. */
    String kind() {
        return kind;
    }

    /** The same for blocks with the same content. */
    int id() {
        return id;
    }

    /** How much there is in it. */
    int size() {
        return size;
    }

    boolean isContainer() {
        return !children.isEmpty();
    }

    /** Whether its parts are known by their places, as the cells of a row are. */
    boolean isInOrder() {
        return inOrder;
    }

    List<Token> tokens() {
        return tokens;
    }

    List<ComparedBlock> children() {
        return children;
    }

    /** @param change a class for the style sheet, or nothing */
    void open(StringBuilder html, String change) {
        if (!tag.equals(NO_TAG)) {
            String classes = (change + " " + style).strip();
            html.append('<').append(tag).append(attributes);
            if (!classes.isEmpty()) {
                html.append(" class=\"").append(classes).append('"');
            }
            html.append('>');
        }
        if (!inner.isEmpty()) {
            html.append('<').append(inner).append('>');
        }
    }

    void close(StringBuilder html) {
        if (!inner.isEmpty()) {
            html.append("</code>");
        }
        if (!tag.equals(NO_TAG) && !tag.equals("hr")) {
            html.append("</").append(tag).append('>');
        }
        html.append('\n');
    }

    /** The words anywhere in it, sorted. */
    int[] words() {
        IntStream.Builder words = IntStream.builder();
        collect(words);
        int[] sorted = words.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private void collect(IntStream.Builder words) {
        for (Token token : tokens) {
            if (token.isWord()) {
                words.add(token.word());
            }
        }
        children.forEach(child -> child.collect(words));
    }

    /** Makes blocks of what the parser found. */
    private static final class Builder {

        private final Vocabulary vocabulary;
        private final Tokenizer tokenizer;

        private Builder(Vocabulary vocabulary, Language language) {
            this.vocabulary = vocabulary;
            this.tokenizer = new Tokenizer(vocabulary, language);
        }

        private ComparedBlock document(Node document) {
            return container("document", NO_TAG, "", document);
        }

        private List<ComparedBlock> childrenOf(Node parent) {
            List<ComparedBlock> blocks = new ArrayList<>();
            for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
                if (!(node instanceof LinkReferenceDefinition)) {
                    blocks.add(block(node));
                }
            }
            return blocks;
        }

        private ComparedBlock block(Node node) {
            return switch (node) {
                case Paragraph paragraph ->
                    leaf("p", isTight(paragraph) ? NO_TAG : "p", "", tokenizer.content(paragraph));
                case Heading heading -> {
                    String tag = PolicyRenderer.tagOf(heading);
                    yield leaf(tag, tag, "", tokenizer.content(heading));
                }
                case BulletList list -> container("ul", "ul", "", list);
                case OrderedList list -> {
                    Integer first = list.getMarkerStartNumber();
                    String start = first == null || first == 1 ? "" : " start=\"" + first + "\"";
                    yield container("ol" + start, "ol", start, list);
                }
                case ListItem item -> container("li", "li", "", item);
                case BlockQuote quote -> container("blockquote", "blockquote", "", quote);
                case FencedCodeBlock code -> code(code.getLiteral(), languageOf(code));
                case IndentedCodeBlock code -> code(code.getLiteral(), "");
                case HtmlBlock html -> leaf("html", "p", "", tokenizer.verbatim(html.getLiteral()));
                case ThematicBreak line -> leaf("hr", "hr", "", List.of());
                case TableBlock table -> table(table);
                case TableHead head -> inOrder("thead", "", head);
                case TableBody body -> container("tbody", "tbody", "", body);
                case TableRow row -> inOrder("tr", "", row);
                case TableCell cell -> cell(cell);
                default -> throw new IllegalStateException("Nothing is known of " + node);
            };
        }

        /** Tables of different width are different tables: their columns have nothing to do with each other. */
        private ComparedBlock table(TableBlock table) {
            List<ComparedBlock> parts = childrenOf(table);
            int columns = parts.getFirst().children().getFirst().children().size();
            String attributes = " tabindex=\"" + Markdown.TABLE_TAB_INDEX + "\"";
            return new ComparedBlock(
                    "table" + columns, "table", attributes, "", "", true, List.of(), parts, vocabulary);
        }

        private ComparedBlock cell(TableCell cell) {
            return new ComparedBlock(
                    "td",
                    cell.isHeader() ? "th" : "td",
                    "",
                    "",
                    PolicyRenderer.classOf(cell).orElse(""),
                    false,
                    tokenizer.content(cell),
                    List.of(),
                    vocabulary);
        }

        private ComparedBlock inOrder(String tag, String attributes, Node node) {
            return new ComparedBlock(tag, tag, attributes, "", "", true, List.of(), childrenOf(node), vocabulary);
        }

        private ComparedBlock container(String kind, String tag, String attributes, Node node) {
            return new ComparedBlock(kind, tag, attributes, "", "", false, List.of(), childrenOf(node), vocabulary);
        }

        private ComparedBlock leaf(String kind, String tag, String attributes, List<Token> tokens) {
            return new ComparedBlock(kind, tag, attributes, "", "", false, tokens, List.of(), vocabulary);
        }

        private ComparedBlock code(String literal, String attributes) {
            return new ComparedBlock(
                    "pre",
                    "pre",
                    "",
                    "code" + attributes,
                    "",
                    false,
                    tokenizer.verbatim(literal),
                    List.of(),
                    vocabulary);
        }

        private static String languageOf(FencedCodeBlock code) {
            String info = code.getInfo();
            if (info == null || info.isBlank()) {
                return "";
            }
            int end = info.indexOf(' ');
            String language = end < 0 ? info : info.substring(0, end);
            return " class=\"language-" + Isolation.escape(language) + "\"";
        }

        private static boolean isTight(Paragraph paragraph) {
            Node item = paragraph.getParent();
            return item != null && item.getParent() instanceof ListBlock list && list.isTight();
        }
    }
}
