package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.MarkdownFinding.Kind;

/** Looks through a text for what its author should know of. */
final class MarkdownCheck extends AbstractVisitor {

    private static final int EXCERPT = 40;

    private static final Pattern REFERENCE = Pattern.compile("&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));");

    /** As kramdown is told of attributes, of a table of contents, of comments and the like. */
    private static final Pattern ATTRIBUTES = Pattern.compile(
            "\\{:(?:[ \\t]*+(?:toc\\b|[#.][\\w-]++|[\\w-]++=(?:\"[^\"{}]*+\"|'[^'{}]*+'|[^\"'{}\\s]++))|[:/][^{}]*+)++[ \\t]*+}");

    private final String markdown;
    private final @Nullable LinkTargets targets;
    private final List<MarkdownFinding> findings = new ArrayList<>();

    private MarkdownCheck(String markdown, @Nullable LinkTargets targets) {
        this.markdown = markdown;
        this.targets = targets;
    }

    /** @param targets what there is to link to; null where that is not known */
    static List<MarkdownFinding> of(String markdown, @Nullable LinkTargets targets) {
        MarkdownCheck check = new MarkdownCheck(markdown, targets);
        check.characters(markdown);
        if (Markdown.hasTooLargeTable(markdown)) {
            check.findings.add(new MarkdownFinding(Kind.TABLE_TOO_LARGE, 1, 1, ""));
            return check.inOrder();
        }
        Node document = Markdown.parse(markdown);
        if (Markdown.depthOf(document) >= Markdown.DEEPEST_NESTING) {
            check.findings.add(new MarkdownFinding(Kind.NESTED_TOO_DEEPLY, 1, 1, ""));
        } else {
            document.accept(check);
        }
        return check.inOrder();
    }

    private List<MarkdownFinding> inOrder() {
        findings.sort(Comparator.comparingInt(MarkdownFinding::line).thenComparingInt(MarkdownFinding::column));
        return List.copyOf(findings);
    }

    private void characters(String text) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++, column++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                column = 0;
            } else if (isBidiControl(c)) {
                add(Kind.BIDI_CONTROL, line, column, name(c));
            } else if (Character.isISOControl(c) && c != '\t' && c != '\r') {
                add(Kind.CONTROL_CHARACTER, line, column, name(c));
            } else if (isInvisible(text.codePointAt(i)) && !Character.isLowSurrogate(c)) {
                add(Kind.INVISIBLE_CHARACTER, line, column, name(text.codePointAt(i)));
            }
        }
    }

    private static boolean isBidiControl(char c) {
        return (c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069');
    }

    /** Zero width non-joiner and joiner (U+200C, U+200D) are left alone: they are part of how some words are written. */
    private static boolean isInvisible(int c) {
        return switch (c) {
            case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, 0x3164, 0xFEFF, 0xFFA0 -> true;
            default -> (c >= 0x2060 && c <= 0x2064) || (c >= 0x206A && c <= 0x206F) || (c >= 0xE0000 && c <= 0xE007F);
        };
    }

    private static String name(int c) {
        return "U+%04X".formatted(c);
    }

    /** What is not typed as such but as the number of a character is shown to readers all the same. */
    @Override
    public void visit(Text text) {
        decoded(text.getLiteral(), text);
        Matcher attributes = ATTRIBUTES.matcher(text.getLiteral());
        for (int from = startOf(text); attributes.find(); ) {
            int at = markdown.indexOf(attributes.group(), from);
            if (at >= 0 && (at == 0 || markdown.charAt(at - 1) != '\\')) {
                add(Kind.ATTRIBUTES_SHOWN_AS_TEXT, at, attributes.group());
            }
            from = at < 0 ? from : at + 1;
        }
    }

    private void decoded(String literal, Node node) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            boolean control = Character.isISOControl(c) && c != '\t' && c != '\r' && c != '\n';
            if ((isBidiControl(c) || control) && markdown.indexOf(c) < 0) {
                Kind kind = isBidiControl(c) ? Kind.BIDI_CONTROL : Kind.CONTROL_CHARACTER;
                int at = referenceTo(c, startOf(node));
                if (at < 0) {
                    add(kind, node, name(c));
                } else {
                    add(kind, at, name(c));
                }
                return;
            }
        }
    }

    private static int startOf(Node node) {
        return node.getSourceSpans().isEmpty()
                ? 0
                : node.getSourceSpans().getFirst().getInputIndex();
    }

    /** Where a character is written as its number (CommonMark, 2.5), from an index on; -1 if it is not. */
    private int referenceTo(char c, int from) {
        Matcher reference = REFERENCE.matcher(markdown);
        for (int at = from; reference.find(at); at = reference.end()) {
            String hexadecimal = reference.group(1);
            int number = hexadecimal == null ? Integer.parseInt(reference.group(2)) : Integer.parseInt(hexadecimal, 16);
            if (number == c) {
                return reference.start();
            }
        }
        return -1;
    }

    @Override
    public void visit(CustomNode part) {
        if (part instanceof TableRow row && !row.getSourceSpans().isEmpty()) {
            SourceSpan span = row.getSourceSpans().getFirst();
            String line = markdown.substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
            if (cellsOf(line.strip()) > columnsOf(row)) {
                add(Kind.CELLS_LEFT_OUT, row, line.strip());
            }
        }
        visitChildren(part);
    }

    private static int columnsOf(TableRow row) {
        int columns = 0;
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            columns++;
        }
        return columns;
    }

    /** Bars divide cells, unless a backslash stands before them; one at either end of the line does not. */
    private static int cellsOf(String line) {
        int cells = 1;
        for (int at = 1; at < line.length() - 1; at++) {
            cells += line.charAt(at) == '|' && line.charAt(at - 1) != '\\' ? 1 : 0;
        }
        return cells;
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
        } else {
            decoded(link.getDestination(), link);
            if (!LinkPolicy.shows(link)) {
                add(Kind.LINK_WITHOUT_WORDS, link, link.getDestination());
            } else if (LinkPolicy.leadsNowhere(link.getDestination())) {
                add(Kind.LINK_TO_NOWHERE, link, link.getDestination());
            } else if (targets != null) {
                LinkPolicy.missing(link.getDestination(), targets)
                        .ifPresent(kind -> add(kind, link, link.getDestination()));
            }
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

    /** @param at an index of the text */
    private void add(Kind kind, int at, String excerpt) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += markdown.charAt(i) == '\n' ? 1 : 0;
        }
        add(kind, line, at - markdown.lastIndexOf('\n', at - 1), excerpt);
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
