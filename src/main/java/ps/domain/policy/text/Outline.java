package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;

/**
 * What a whole Markdown document has that is not in anything else, as CommonMark sees it: a line in a code block or a list
 * is no heading.
 *
 * @param titles its headings, from top to bottom
 * @param definitions the addresses that links refer to by a label, as they stand there, by what labels are compared by
 * @param attributes where something is said of a text and not to its readers, as kramdown has it: {@code {: #key}} at the
 *     end of a heading or of a line, or on a line of its own; the line and the column from which on, each counted
 *     from 0
 */
public record Outline(List<Title> titles, Map<String, String> definitions, Map<Integer, Integer> attributes) {

    /** On a line alone. With a second colon or a slash it is about more than what it touches, such as a comment. */
    private static final Pattern ATTRIBUTES = Pattern.compile("\\{:(?![:/])[^{}]*}[ \\t]*");

    /** The same behind words on their line, where it has to be told from words in braces. */
    private static final Pattern BEHIND_WORDS = Pattern.compile(
            "(?<!\\\\)\\{:(?:[ \\t]*+(?:[#.][\\w-]++|[\\w-]++=(?:\"[^\"{}]*+\"|'[^'{}]*+'|[^\"'{}\\s]++)))++[ \\t]*+}[ \\t]*+$");

    /** At the end of a heading, where Pandoc has it without the colon. */
    private static final Pattern OF_HEADING = Pattern.compile("\\{(?::[^{}]*|#[^{} \\t]+)}[ \\t]*+(?:#++[ \\t]*+)?");

    /** A label that a link could refer to by, as far as can be told by its brackets (CommonMark, 6.3). */
    private static final Pattern LABEL = Pattern.compile("\\[((?:[^\\[\\]\\\\]|\\\\.){1,999})]");

    public Outline {
        titles = List.copyOf(titles);
        definitions = Map.copyOf(definitions);
        attributes = Map.copyOf(attributes);
    }

    /**
     * A heading.
     *
     * @param level 1 to 6
     * @param line its first line, counted from 0
     * @param lines how many lines it takes: with an underline, two or more
     */
    public record Title(int level, int line, int lines) {}

    /** The outline of a document. */
    public static Outline of(String markdown) {
        // Without its bars a table is a paragraph, which takes the same lines.
        String text = Markdown.hasTooLargeTable(markdown) ? markdown.replace('|', ' ') : markdown;
        List<Title> titles = new ArrayList<>();
        Map<String, String> definitions = new HashMap<>();
        Map<Integer, Integer> attributes = new HashMap<>();
        Node document = Markdown.parseStructure(text);
        collectAttributes(document, text, attributes);
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            List<SourceSpan> spans = node.getSourceSpans();
            if (node instanceof Heading heading) {
                titles.add(new Title(heading.getLevel(), spans.getFirst().getLineIndex(), spans.size()));
            } else if (node instanceof LinkReferenceDefinition definition && !spans.isEmpty()) {
                SourceSpan last = spans.getLast();
                definitions.putIfAbsent(
                        comparable(definition.getLabel()),
                        markdown.substring(spans.getFirst().getInputIndex(), last.getInputIndex() + last.getLength()));
            }
        }
        return new Outline(titles, definitions, attributes);
    }

    private static void collectAttributes(Node parent, String text, Map<Integer, Integer> found) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            List<SourceSpan> spans = node.getSourceSpans();
            switch (node) {
                case Heading heading -> {
                    SourceSpan span = spans.get(Math.max(0, spans.size() - 2)); // below an underlined one is its line
                    String words = sourceOf(span, text);
                    int open = words.lastIndexOf('{');
                    if (open >= 0 && OF_HEADING.matcher(words.substring(open)).matches()) {
                        found.put(span.getLineIndex(), span.getColumnIndex() + open);
                    }
                }
                case Paragraph paragraph -> everyLine(spans, text, found);
                case TableBlock table -> line(spans.getLast(), text, found);
                case ListBlock list
                when isPlaceOfContents(sourceOf(spans.getLast(), text).strip()) ->
                    spans.forEach(line -> found.put(line.getLineIndex(), 0));
                default -> collectAttributes(node, text, found);
            }
        }
    }

    /** In the place of the list above there will be the headings of the document, which every text has here by itself. */
    private static boolean isPlaceOfContents(String line) {
        return ATTRIBUTES.matcher(line).matches()
                && List.of(line.substring(2, line.lastIndexOf('}')).strip().split("[ \\t]+", -1))
                        .contains("toc");
    }

    /** But for those within code, as far as can be told by an odd number of backticks before them. */
    private static void everyLine(List<SourceSpan> spans, String text, Map<Integer, Integer> found) {
        long backticks = 0;
        for (SourceSpan span : spans) {
            if (backticks % 2 == 0 || span.equals(spans.getLast())) {
                line(span, text, found);
            }
            backticks += sourceOf(span, text).chars().filter(c -> c == '`').count();
        }
    }

    private static void line(SourceSpan span, String text, Map<Integer, Integer> found) {
        String line = sourceOf(span, text);
        if (ATTRIBUTES.matcher(line).matches()) {
            found.put(span.getLineIndex(), span.getColumnIndex());
            return;
        }
        // A code span ends with a backtick, so that nothing of it is taken.
        int open = line.lastIndexOf("{:");
        if (open >= 0 && BEHIND_WORDS.matcher(line).find(open)) {
            found.put(span.getLineIndex(), span.getColumnIndex() + open);
        }
    }

    private static String sourceOf(SourceSpan span, String text) {
        return text.substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
    }

    /** What a heading reads as, for a place where it is plain: without emphasis, links, tags and escapes. */
    public String plain(String heading) {
        // As a heading with an end, so that "1." begins no list and a last "#" of its own stays.
        String document = "# " + heading.strip() + " #\n\n" + String.join("\n", definitionsFor(heading));
        Node parsed = Markdown.parse(document).getFirstChild();
        StringBuilder words = new StringBuilder();
        if (parsed instanceof Heading) {
            collect(parsed, words);
        }
        String plain = words.toString().strip();
        return plain.isEmpty() ? heading.strip() : plain;
    }

    /** The definitions that a part of the document needs for its links, if it shall stand alone. */
    public List<String> definitionsFor(String part) {
        if (definitions.isEmpty()) {
            return List.of();
        }
        return LABEL.matcher(part)
                .results()
                .map(label -> definitions.get(comparable(label.group(1))))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static String comparable(String label) {
        return label.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static void collect(Node parent, StringBuilder words) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Text text -> words.append(text.getLiteral().replace('\n', ' '));
                case Code code -> words.append(code.getLiteral());
                case SoftLineBreak end -> words.append(' ');
                case HtmlInline tag -> {}
                default -> collect(node, words);
            }
        }
    }
}
