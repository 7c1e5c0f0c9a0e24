package ps.domain.policy.accounts.csv;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A column of the file. */
enum Column {
    CLIENT_ID,
    NAME,
    ORGANIZATION,
    EMAIL,
    LANGUAGE,
    STATUS;

    /** As the header has it. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The column that a cell of the header names, however it is capitalized. */
    static Optional<Column> titled(String cell) {
        String title = cell.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(column -> column.title().equals(title))
                .findFirst();
    }
}
