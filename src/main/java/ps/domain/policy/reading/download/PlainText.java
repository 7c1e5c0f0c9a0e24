package ps.domain.policy.reading.download;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import ps.domain.policy.text.Block;
import ps.domain.policy.text.Block.Side;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Version;

/**
 * A version as plain text for people. English is broken into lines of 78 characters. Arabic paragraphs stay on one line,
 * as programs break lines of their own without knowing where the direction comes from: they take the direction of a line
 * from its first letter. So a line that begins with a letter of the other direction gets an invisible mark (U+200F or
 * U+200E), and in Arabic a run whose parts would change places is isolated (U+2066, U+2069); nothing else is added.
 */
final class PlainText {

    private static final int WIDTH = 78;

    private final Facts facts;
    private final Language language;
    private final StringBuilder out = new StringBuilder();

    private PlainText(Facts facts) {
        this.facts = facts;
        this.language = facts.language();
    }

    static String of(Version version, Facts facts) {
        PlainText text = new PlainText(facts);
        text.write(version);
        return text.out.toString();
    }

    private void write(Version version) {
        heading(version.title().in(language), '=');
        line(facts.version(), "", "");
        out.append(facts.address()).append('\n');
        line(facts.fingerprintLabel(), "", "");
        out.append(version.sha256()).append("\n");
        int number = 1;
        for (Section section : version.sections()) {
            out.append('\n');
            heading(
                    number++ + ". "
                            + plain(Markdown.lineToInlines(section.heading().in(language), language)),
                    '-');
            blocks(Markdown.toBlocks(section.body().in(language), language), "", "", false);
        }
    }

    /** In Arabic without a rule below it: that would stand on the other side. */
    private void heading(String text, char rule) {
        out.append(language.directed(text)).append('\n');
        if (language == Language.EN) {
            out.append(String.valueOf(rule).repeat(Math.min(WIDTH, text.codePointCount(0, text.length()))))
                    .append('\n');
        }
        out.append('\n');
    }

    private void blocks(List<Block> blocks, String first, String indent, boolean tight) {
        String lead = first;
        boolean begun = false;
        for (Block block : blocks) {
            if (begun && !tight) {
                out.append(indent.stripTrailing()).append('\n');
            }
            begun = true;
            switch (block) {
                case Block.Paragraph paragraph -> line(plain(paragraph.text()), lead, indent);
                case Block.Heading heading -> line(plain(heading.text()), lead, indent);
                case Block.Items items -> items(items, lead, indent);
                case Block.Quote quote -> blocks(quote.blocks(), lead + "> ", indent + "> ", false);
                case Block.Preformatted code -> code(code.text(), lead, indent);
                case Block.Table table -> table(table, lead, indent);
                case Block.Rule rule -> out.append(lead).append("* * *\n");
            }
            lead = indent;
        }
        if (!begun) {
            out.append(first.stripTrailing()).append('\n');
        }
    }

    private void items(Block.Items list, String first, String indent) {
        int number = list.first() == null ? 0 : list.first();
        for (int i = 0; i < list.items().size(); i++) {
            if (i > 0 && !list.tight()) {
                out.append(indent.stripTrailing()).append('\n');
            }
            String marker = list.first() == null ? "• " : number++ + ". ";
            blocks(
                    list.items().get(i),
                    (i == 0 ? first : indent) + marker,
                    indent + " ".repeat(marker.length()),
                    list.tight());
        }
    }

    private void code(String code, String first, String indent) {
        String lead = first;
        for (String line : code.split("\n", -1)) {
            out.append((lead + "    " + line).stripTrailing()).append('\n');
            lead = indent;
        }
    }

    /** Columns where they fit, which they can do in English only: letters of Arabic are not of one width. */
    private void table(Block.Table table, String first, String indent) {
        List<String> head = table.head().stream().map(this::plain).toList();
        List<List<String>> rows = new ArrayList<>();
        table.rows().forEach(row -> rows.add(row.stream().map(this::plain).toList()));
        int[] widths = head.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int width = indent.length() - 2;
        for (int column : widths) {
            width += column + 2;
        }
        if (language == Language.EN && width <= WIDTH) {
            row(head, table.sides(), widths, first);
            StringBuilder rule = new StringBuilder(indent);
            for (int column : widths) {
                rule.append("-".repeat(column)).append("  ");
            }
            out.append(rule.toString().stripTrailing()).append('\n');
            rows.forEach(row -> row(row, table.sides(), widths, indent));
        } else {
            records(head, rows, first, indent);
        }
    }

    private void row(List<String> cells, List<Side> sides, int[] widths, String lead) {
        StringBuilder row = new StringBuilder(lead);
        for (int i = 0; i < widths.length; i++) {
            int room = widths[i] - cells.get(i).length();
            int before = switch (sides.get(i)) {
                case START -> 0;
                case MIDDLE -> room / 2;
                case END -> room;
            };
            row.append(" ".repeat(before)).append(cells.get(i)).append(" ".repeat(room - before + 2));
        }
        out.append(row.toString().stripTrailing()).append('\n');
    }

    private void records(List<String> head, List<List<String>> rows, String first, String indent) {
        String lead = first;
        if (rows.isEmpty()) {
            line(String.join(language == Language.AR ? "، " : ", ", head), lead, indent);
        }
        for (int n = 0; n < rows.size(); n++) {
            if (n > 0) {
                out.append(indent.stripTrailing()).append('\n');
            }
            for (int i = 0; i < head.size(); i++) {
                line(head.get(i) + ": " + rows.get(n).get(i), lead, indent);
                lead = indent;
            }
        }
    }

    private String plain(List<Inline> parts) {
        StringBuilder plain = new StringBuilder();
        for (Inline part : parts) {
            switch (part) {
                case Inline.Words words -> plain.append(words.text());
                case Inline.Isolated run -> plain.append(language.isolated(run.text()));
                case Inline.Code code -> plain.append(language.isolated(code.text()));
                case Inline.Emphasis emphasis -> plain.append(plain(emphasis.text()));
                case Inline.Strong strong -> plain.append(plain(strong.text()));
                case Inline.Link link -> {
                    plain.append(plain(link.text()));
                    String address = link.destination().replaceFirst("^mailto:", "");
                    if (!Inline.plain(link.text()).contains(address)
                            && !address.startsWith("#")
                            && !link.saysItsNumber()) {
                        plain.append(" (")
                                .append(language.isolated(link.telephone()
                                        .orElseGet(() -> URI.create(facts.address())
                                                .resolve(link.destination())
                                                .toString())))
                                .append(')');
                    }
                }
                case Inline.Break end -> plain.append('\n');
            }
        }
        return plain.toString();
    }

    private void line(String text, String first, String indent) {
        String lead = first;
        for (String part : text.split("\n", -1)) {
            String line = part.strip();
            if (language == Language.AR) {
                out.append(language.directed((lead + line).stripTrailing())).append('\n');
            } else {
                fill(line, lead, indent);
            }
            lead = indent;
        }
    }

    /** Lines of words; one that is too long stands alone. */
    private void fill(String text, String first, String indent) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                out.append(language.directed(line.toString().stripTrailing())).append('\n');
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.append(language.directed(line.toString().stripTrailing())).append('\n');
    }
}
