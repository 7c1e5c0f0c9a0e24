package ps.domain.policy.accounts.csv;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Problem.Kind;

/** The first line: which column is where. */
final class CsvHeader {

    private final int size;
    private final List<String> cells;
    private final Map<Column, Integer> positions = new EnumMap<>(Column.class);
    private final List<String> unknown = new ArrayList<>();
    private final List<String> repeated = new ArrayList<>();

    CsvHeader(List<String> cells) {
        this.size = cells.size();
        this.cells = cells;
        IntStream.range(0, size).forEach(position -> {
            String cell = cells.get(position);
            Column.titled(cell)
                    .ifPresentOrElse(
                            column -> {
                                if (positions.putIfAbsent(column, position) != null) {
                                    repeated.add(column.title());
                                }
                            },
                            () -> unknown.add(cell.strip()));
        });
    }

    /** What sets its columns apart: whichever of comma and semicolon there are more of. */
    static char delimiterOf(String line) {
        return line.chars().filter(c -> c == ';').count()
                        > line.chars().filter(c -> c == ',').count()
                ? ';'
                : ',';
    }

    /** What is wrong with it. */
    List<Problem> problems(long line) {
        List<Problem> problems = new ArrayList<>();
        String missing = Stream.of(Column.values())
                .filter(column -> !positions.containsKey(column))
                .map(Column::title)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            problems.add(new Problem(line, "", Kind.COLUMNS_MISSING, String.join(", ", cells), missing));
        }
        if (!unknown.isEmpty()) {
            problems.add(new Problem(line, "", Kind.COLUMNS_UNKNOWN, String.join(", ", unknown), ""));
        }
        if (!repeated.isEmpty()) {
            problems.add(new Problem(line, "", Kind.COLUMNS_REPEATED, String.join(", ", repeated), ""));
        }
        return problems;
    }

    /** How many columns every line has. */
    int size() {
        return size;
    }

    /** What a line has in a column, without the white space around it. */
    String value(CSVRecord record, Column column) {
        Integer position = positions.get(column);
        return position == null ? "" : record.get(position).strip();
    }
}
