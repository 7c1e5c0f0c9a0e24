package ps.domain.policy.accounts.csv;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Problem.Kind;
import ps.domain.policy.accounts.imports.Stage;

/**
 * Reads a file onto a stage. Every line is parsed by itself: a quotation mark that is not closed spoils its own line and
 * not all that follow. A value over several lines, which RFC 4180 would allow, is none of these columns' business.
 */
final class CsvReading {

    /** More than anybody corrects by hand; a file that is none could have a hundred million. */
    private static final int MOST_BAD_LINES = 100_000;

    private final CsvLines lines;
    private final Stage stage;

    private int badLines;
    private CSVFormat format = CSVFormat.RFC4180;

    private CsvReading(Reader text, Stage stage) {
        this.lines = new CsvLines(text);
        this.stage = stage;
    }

    /** Reads the whole file. */
    static void of(CsvFile file, Stage stage) throws IOException {
        if (file.flaw().isPresent()) {
            stage.report(file.flaw().get());
            return;
        }
        try (Reader text = file.text()) {
            new CsvReading(text, stage).read();
        }
    }

    private void read() throws IOException {
        String first = nextWithText();
        if (first == null) {
            stage.report(Problem.ofFile(Kind.EMPTY));
            return;
        }
        format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(CsvHeader.delimiterOf(first))
                .get();
        CSVRecord cells = parse(first);
        if (cells == null) {
            return;
        }
        CsvHeader header = new CsvHeader(cells.toList());
        List<Problem> problems = header.problems(lines.number());
        problems.forEach(stage::report);
        if (problems.isEmpty()) {
            readBelow(header);
        }
    }

    private void readBelow(CsvHeader header) throws IOException {
        boolean any = false;
        for (String line = nextWithText(); line != null; line = nextWithText()) {
            CSVRecord record = parse(line);
            if (record != null && record.stream().allMatch(String::isBlank)) {
                continue; // spreadsheets leave delimiters behind where rows were emptied
            }
            any = true;
            stage.countLine();
            badLines += record == null || !readRow(header, record) ? 1 : 0;
            if (badLines == MOST_BAD_LINES) {
                stage.report(new Problem(lines.number(), "", Kind.TOO_MANY, "", Integer.toString(MOST_BAD_LINES)));
                return;
            }
        }
        if (!any) {
            stage.report(Problem.ofFile(Kind.HEADER_ONLY));
        }
    }

    /** Whether nothing is wrong with it. */
    private boolean readRow(CsvHeader header, CSVRecord record) {
        if (record.size() != header.size()) {
            stage.report(new Problem(lines.number(), "", Kind.COLUMN_COUNT, "", record.size() + "|" + header.size()));
            return false;
        }
        CsvRow row = new CsvRow(header, record, lines.number());
        row.read().ifPresent(stage::add);
        row.problems().forEach(stage::report);
        return row.problems().isEmpty();
    }

    /** What the line's columns hold; null, after it was reported, where that cannot be made out. */
    private @Nullable CSVRecord parse(String line) throws IOException {
        if (lines.isTooLong()) {
            stage.report(new Problem(lines.number(), "", Kind.LINE_TOO_LONG, line, Integer.toString(CsvLines.LONGEST)));
            return null;
        }
        try (CSVParser parser = CSVParser.parse(line, format)) {
            return parser.getRecords().getFirst();
        } catch (CSVException | UncheckedIOException malformed) {
            boolean open = line.chars().filter(c -> c == '"').count() % 2 == 1;
            stage.report(new Problem(lines.number(), "", open ? Kind.QUOTE_OPEN : Kind.QUOTE_STRAY, line, ""));
            return null;
        }
    }

    /** The next line that has something on it. */
    private @Nullable String nextWithText() throws IOException {
        String line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        return line;
    }
}
