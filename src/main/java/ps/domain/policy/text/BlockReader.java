package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/** Reads a parsed text as blocks. What it leaves out or shows as text is what {@link PolicyRenderer} treats so. */
final class BlockReader {

    private final Language language;

    BlockReader(Language language) {
        this.language = language;
    }

    List<Block> read(Node document) {
        return document instanceof Paragraph paragraph
                ? List.of(new Block.Paragraph(inlinesOf(paragraph)))
                : blocksOf(document);
    }

    static List<Inline> wordsOf(String text, Language language) {
        return Isolation.runsOf(text, language).stream()
                .map(run -> inlineOf(run, run.text()))
                .toList();
    }

    private static Inline inlineOf(Isolation.Run run, String words) {
        return run.isIsolated() ? new Inline.Isolated(words) : new Inline.Words(words);
    }

    private List<Block> blocksOf(Node parent) {
        List<Block> blocks = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Heading heading -> blocks.add(new Block.Heading(heading.getLevel(), inlinesOf(heading)));
                case BulletList list -> blocks.add(new Block.Items(null, list.isTight(), itemsOf(list)));
                case OrderedList list -> blocks.add(new Block.Items(firstOf(list), list.isTight(), itemsOf(list)));
                case BlockQuote quote -> blocks.add(new Block.Quote(blocksOf(quote)));
                case FencedCodeBlock code -> blocks.add(new Block.Preformatted(withoutEnd(code.getLiteral())));
                case IndentedCodeBlock code -> blocks.add(new Block.Preformatted(withoutEnd(code.getLiteral())));
                case HtmlBlock html -> blocks.add(new Block.Paragraph(wordsOf(html.getLiteral(), language)));
                case ThematicBreak rule -> blocks.add(new Block.Rule());
                case TableBlock table -> blocks.add(tableOf(table));
                case LinkReferenceDefinition definition -> {}
                default -> blocks.add(new Block.Paragraph(inlinesOf(node)));
            }
        }
        return List.copyOf(blocks);
    }

    private static int firstOf(OrderedList list) {
        Integer number = list.getMarkerStartNumber();
        return number == null ? 1 : number;
    }

    private List<List<Block>> itemsOf(Node list) {
        List<List<Block>> items = new ArrayList<>();
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            items.add(blocksOf(item));
        }
        return List.copyOf(items);
    }

    private Block tableOf(TableBlock table) {
        List<List<Inline>> head = List.of();
        List<List<List<Inline>>> rows = new ArrayList<>();
        List<Block.Side> sides = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                List<List<Inline>> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                    cells.add(inlinesOf(cell));
                    if (part instanceof TableHead) {
                        sides.add(PolicyRenderer.sideOf((TableCell) cell));
                    }
                }
                if (part instanceof TableHead) {
                    head = List.copyOf(cells);
                } else {
                    rows.add(List.copyOf(cells));
                }
            }
        }
        return new Block.Table(head, List.copyOf(rows), List.copyOf(sides));
    }

    private List<Inline> inlinesOf(Node parent) {
        Line line = new Line();
        addInlines(parent, line);
        return line.end();
    }

    private void addInlines(Node parent, Line line) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            switch (node) {
                case Text text ->
                    Isolation.runsOf(text, language)
                            .forEach(run -> line.add(inlineOf(run, run.text().replace('\n', ' '))));
                case HtmlInline html -> line.words.append(html.getLiteral());
                case SoftLineBreak end -> line.words.append(' ');
                case HardLineBreak end -> line.add(new Inline.Break());
                case Code code -> line.add(new Inline.Code(code.getLiteral()));
                case Emphasis emphasis -> line.add(new Inline.Emphasis(inlinesOf(emphasis)));
                case StrongEmphasis strong -> line.add(new Inline.Strong(inlinesOf(strong)));
                case Link link -> {
                    if (LinkPolicy.shows(link)) {
                        line.add(new Inline.Link(LinkPolicy.addressOf(link), inlinesOf(link)));
                    } else {
                        addInlines(link, line);
                    }
                }
                default -> addInlines(node, line);
            }
        }
    }

    /** A line while it is read. */
    private final class Line {

        private final List<Inline> parts = new ArrayList<>();
        private final StringBuilder words = new StringBuilder();

        void add(Inline part) {
            endWords();
            parts.add(part);
        }

        List<Inline> end() {
            endWords();
            return List.copyOf(parts);
        }

        private void endWords() {
            parts.addAll(wordsOf(words.toString(), language));
            words.setLength(0);
        }
    }

    private static String withoutEnd(String lines) {
        return lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }
}
