package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;
import ps.domain.policy.text.BlockDiff.Step;

/**
 * What is different between two Markdown texts, as HTML that keeps their structure: lists stay lists, tables tables. The
 * words that were put in or taken out are in {@code ins} and {@code del}; a block that was, as a whole, has a class of
 * that name too. What is shown of either text, and which links are made, is as {@link Markdown} has it. Words are never
 * split, so no Arabic letter loses its neighbour.
 *
 * @param rows from top to bottom
 */
public record MarkdownDiff(List<Row> rows) {

    public MarkdownDiff {
        rows = List.copyOf(rows);
    }

    /**
     * One block that both texts have, or blocks that took the place of others.
     *
     * @param changed whether anything in it is different
     * @param earlier the earlier text, to be looked at beside the other: its links cannot be followed, and screen readers
     *     have no need of it; empty if it had nothing here
     * @param merged both texts in one, complete in itself
     */
    public record Row(boolean changed, String earlier, String merged) {

        /** Whether there is room for both beside each other: a table that became another needs the whole width. */
        public boolean isBeside() {
            return earlier.isEmpty() || !merged.contains("<table");
        }
    }

    /**
     * What is said, rather than shown, around words that are different.
     *
     * @param added before words that were put in
     * @param removed before words that were taken out
     * @param end after either
     */
    public record Spoken(String added, String removed, String end) {}

    /** Compares an earlier text with a later one, both in a language. */
    public static MarkdownDiff of(String before, String after, Language language, Spoken spoken) {
        Vocabulary vocabulary = new Vocabulary();
        List<Row> rows = new ArrayList<>();
        List<Step> group = new ArrayList<>();
        for (Step step : BlockDiff.between(
                ComparedBlock.of(before, vocabulary, language), ComparedBlock.of(after, vocabulary, language))) {
            if (step.isKept()) {
                addRow(group, spoken, rows);
            }
            group.add(step);
            if (step.isKept()) {
                addRow(group, spoken, rows);
            }
        }
        addRow(group, spoken, rows);
        return new MarkdownDiff(rows);
    }

    private static void addRow(List<Step> steps, Spoken spoken, List<Row> rows) {
        if (!steps.isEmpty()) {
            Pen pen = new Pen(spoken);
            steps.forEach(step -> step.write(pen));
            rows.add(new Row(pen.hasChanged(), pen.earlier(), pen.merged()));
            steps.clear();
        }
    }

    /** Compares two lines of plain text; both in one. */
    public static String ofLines(String before, String after, Language language, Spoken spoken) {
        Tokenizer tokenizer = new Tokenizer(new Vocabulary(), language);
        Pen pen = new Pen(spoken);
        InlineDiff.write(tokenizer.line(before), tokenizer.line(after), pen);
        return pen.merged();
    }

    /** Whether a reader of these texts would find any difference. */
    public boolean isVisible() {
        return rows.stream().anyMatch(Row::changed);
    }
}
