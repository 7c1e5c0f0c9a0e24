package ps.domain.policy.reading.pdf;

import java.util.ArrayList;
import java.util.List;
import ps.domain.policy.text.Block;
import ps.domain.policy.text.Block.Side;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;

/** Lays blocks out as rows, and says in the structure tree what they are. */
final class Layout {

    private static final float STEP = 18;
    private static final float BAR = 2.5f;
    private static final float CELL_PADDING = 5;
    private static final float HAIRLINE = 0.5f;

    private final Language language;
    private final boolean rightToLeft;
    private final Shaper shaper;
    private final Look look;
    private final List<Row> rows = new ArrayList<>();
    private int headingLevel = 2;

    Layout(Language language, Shaper shaper) {
        this.language = language;
        this.rightToLeft = language == Language.AR;
        this.shaper = shaper;
        this.look = Look.of(language);
    }

    List<Row> rows() {
        return rows;
    }

    /** The name of the document, and what is to be known of it. */
    void title(String title, List<List<Inline>> facts, Element root, Frame frame) {
        Element heading = root.add("H1");
        addLines(
                Paragraph.of(List.of(new Inline.Words(title)), look.title(), language, heading),
                frame,
                0,
                look.title().size() * look.headingLeading(),
                true);
        float gap = 4;
        for (List<Inline> fact : facts) {
            addLines(
                    Paragraph.of(fact, look.small(), language, root.add("P")),
                    frame,
                    gap,
                    look.small().size() * look.leading(),
                    true);
            gap = 0;
        }
        rows.add(new Row(6, 1).box(new Row.Box(frame.left(), 0, frame.width(), 0.75f, Ink.TEXT, false)));
    }

    /** A section: its number, its heading, its text. */
    void section(PdfDocument.Part part, Element root, Frame frame) {
        Element section = root.add("Sect");
        List<Inline> heading = new ArrayList<>();
        heading.add(new Inline.Words(part.number() + " "));
        heading.addAll(part.heading());
        int first = rows.size();
        addLines(
                Paragraph.of(heading, look.section(), language, section.add("H2")),
                frame,
                look.text().size() * 1.7f,
                look.section().size() * look.headingLeading(),
                true);
        rows.get(first).anchor(part.key());
        headingLevel = 2;
        blocks(part.body(), section, frame, look.text().size() * 0.45f, false);
    }

    private void blocks(List<Block> blocks, Element parent, Frame frame, float firstGap, boolean tight) {
        float gap = firstGap;
        for (Block block : blocks) {
            switch (block) {
                case Block.Paragraph paragraph ->
                    addLines(
                            Paragraph.of(paragraph.text(), look.text(), language, parent.add("P")),
                            frame,
                            gap,
                            leading(),
                            false);
                case Block.Heading heading -> heading(heading, parent, frame, gap);
                case Block.Items items -> items(items, parent, frame, gap);
                case Block.Quote quote -> quote(quote, parent, frame, gap);
                case Block.Preformatted code -> code(code.text(), parent, frame, gap);
                case Block.Table table -> table(table, parent, frame, gap);
                case Block.Rule rule ->
                    rows.add(new Row(gap, leading())
                            .box(new Row.Box(frame.left(), leading() / 2, frame.width(), HAIRLINE, Ink.LINE, false)));
            }
            gap = tight ? look.text().size() * 0.2f : look.text().size() * 0.7f;
        }
    }

    private float leading() {
        return look.text().size() * look.leading();
    }

    /** Levels go down one at a time (ISO 14289-1, 7.4.2), whatever the author wrote. */
    private void heading(Block.Heading heading, Element parent, Frame frame, float gap) {
        headingLevel = Math.min(heading.level(), headingLevel + 1);
        TextStyle style = look.heading(heading.level());
        addLines(
                Paragraph.of(heading.text(), style, language, parent.add("H" + headingLevel)),
                frame,
                gap + look.text().size() * 0.4f,
                style.size() * look.leading(),
                true);
    }

    private void items(Block.Items list, Element parent, Frame frame, float gap) {
        Element element = parent.add("L").attribute("List", "ListNumbering", list.first() == null ? "Disc" : "Decimal");
        long number = list.first() == null ? 0 : list.first();
        float widest = list.first() == null
                ? 0
                : marker(number + list.items().size() - 1 + ".", Element.root()).width();
        float step = Math.max(STEP, widest + 7);
        Frame inner = frame.indented(step, rightToLeft);
        float between = list.tight() ? look.text().size() * 0.2f : look.text().size() * 0.7f;
        float before = gap;
        for (List<Block> item : list.items()) {
            Element entry = element.add("LI");
            Element label = entry.add("Lbl");
            Line marker = marker(list.first() == null ? "•" : number++ + ".", label);
            int first = rows.size();
            blocks(item, entry.add("LBody"), inner, before, list.tight());
            if (rows.size() == first) {
                rows.add(new Row(before, leading()));
            }
            float baseline = rows.get(first).texts().isEmpty()
                    ? look.baseline(leading(), look.text().size())
                    : rows.get(first).texts().getFirst().baseline();
            float away = list.first() == null ? step - 4 : step;
            float x = rightToLeft ? inner.right() + away - marker.width() : inner.left() - away;
            rows.get(first).marker(marker, x, baseline);
            before = between;
        }
    }

    private Line marker(String text, Element element) {
        return Paragraph.of(List.of(new Inline.Words(text)), look.text().in(Ink.ACCENT), language, element)
                .lines(shaper, Float.MAX_VALUE)
                .getFirst();
    }

    private void quote(Block.Quote quote, Element parent, Frame frame, float gap) {
        int first = rows.size();
        blocks(quote.blocks(), parent.add("BlockQuote"), frame.indented(STEP, rightToLeft), gap, false);
        float x = rightToLeft ? frame.right() - BAR : frame.left();
        for (int i = first; i < rows.size(); i++) {
            Row row = rows.get(i);
            row.box(new Row.Box(x, 0, BAR, row.height(), Ink.LINE, i > first));
        }
    }

    private void code(String code, Element parent, Frame frame, float gap) {
        TextStyle style = look.text().code();
        float leading = style.size() * 1.5f;
        Element element = parent.add("P").add("Code");
        Frame inner = new Frame(frame.left() + 6, frame.right() - 6);
        int first = rows.size();
        rows.add(new Row(gap, 4).keepWithNext());
        for (String line : code.split("\n", -1)) {
            addLines(Paragraph.ofCode(line, style, language, element), inner, 0, leading, false);
        }
        rows.getLast().keepWithNext();
        rows.add(new Row(0, 4));
        for (int i = first; i < rows.size(); i++) {
            Row row = rows.get(i);
            row.box(new Row.Box(frame.left(), 0, frame.width(), row.height(), Ink.WASH, i > first));
        }
    }

    private void table(Block.Table table, Element parent, Frame frame, float gap) {
        Element element = parent.add("Table");
        List<List<Paragraph>> cells = new ArrayList<>();
        Element head = element.add("THead").add("TR");
        cells.add(table.head().stream()
                .map(cell -> Paragraph.of(
                        cell, look.table().strong(), language, head.add("TH").attribute("Table", "Scope", "Column")))
                .toList());
        if (!table.rows().isEmpty()) {
            Element body = element.add("TBody");
            for (List<List<Inline>> row : table.rows()) {
                Element tr = body.add("TR");
                cells.add(row.stream()
                        .map(cell -> Paragraph.of(cell, look.table(), language, tr.add("TD")))
                        .toList());
            }
        }
        List<Frame> columns = Columns.of(cells, shaper, frame, CELL_PADDING, rightToLeft);
        for (int i = 0; i < cells.size(); i++) {
            tableRow(cells.get(i), columns, table.sides(), frame, i == 0 ? gap : 0, i == 0);
        }
    }

    /** Every line of the row's cells is a row of ours, so that a cell can be longer than a page. */
    private void tableRow(
            List<Paragraph> cells, List<Frame> columns, List<Side> sides, Frame frame, float gap, boolean head) {
        List<List<Line>> lines = new ArrayList<>();
        int most = 1;
        for (int i = 0; i < cells.size(); i++) {
            lines.add(cells.get(i).lines(shaper, columns.get(i).width()));
            most = Math.max(most, lines.getLast().size());
        }
        float leading = look.table().size() * look.leading();
        int first = rows.size();
        rows.add(new Row(gap, 3).keepWithNext());
        for (int n = 0; n < most; n++) {
            Row row = new Row(0, leading);
            for (int i = 0; i < lines.size(); i++) {
                if (n < lines.get(i).size()) {
                    Line line = lines.get(i).get(n);
                    row.text(
                            line,
                            columns.get(i).startOf(line, sides.get(i)),
                            look.baseline(leading, look.table().size()));
                }
            }
            rows.add(row);
            if (most <= 12 || n < 1 || n >= most - 2) {
                row.keepWithNext();
            }
        }
        Row last = new Row(0, 3.5f);
        last.box(new Row.Box(frame.left(), 3, frame.width(), head ? 1 : HAIRLINE, head ? Ink.TEXT : Ink.LINE, false));
        if (head) {
            last.keepWithNext();
            for (int i = first; i < rows.size(); i++) {
                Row row = rows.get(i);
                row.box(new Row.Box(frame.left(), 0, frame.width(), row.height(), Ink.WASH, i > first));
            }
        }
        rows.add(last);
    }

    /** A paragraph's lines. Two of them stay together at the foot and at the head of a page. */
    private void addLines(Paragraph paragraph, Frame frame, float gap, float leading, boolean keepWithNext) {
        List<Line> lines = paragraph.lines(shaper, frame.width());
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            float size = line.atoms().isEmpty()
                    ? look.text().size()
                    : line.atoms().getFirst().style().size();
            Row row = new Row(i == 0 ? gap : 0, leading).text(line, frame.startOf(line), look.baseline(leading, size));
            if (keepWithNext || (lines.size() > 1 && (i == 0 || i == lines.size() - 2))) {
                row.keepWithNext();
            }
            rows.add(row);
        }
    }
}
