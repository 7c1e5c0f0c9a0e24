package ps.domain.policy.accounts.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.EmailAddress;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Problem.Kind;
import ps.domain.policy.accounts.imports.StagedRow;
import ps.domain.policy.text.Language;

/** One line: reads what it says of an account holder, and notes everything that is wrong with it. */
final class CsvRow {

    private static final int LONGEST_NAME = 255;
    private static final Pattern CLIENT_ID = Pattern.compile("[0-9]{1,18}");

    private final CsvHeader header;
    private final CSVRecord record;
    private final long line;
    private final List<Problem> problems = new ArrayList<>();

    CsvRow(CsvHeader header, CSVRecord record, long line) {
        this.header = header;
        this.record = record;
        this.line = line;
    }

    /** What the line says. Where it has problems, something harmless stands for what could not be read. */
    Optional<StagedRow> read() {
        long clientId = clientId();
        String name = name(Column.NAME);
        String organization = name(Column.ORGANIZATION);
        if (nameIn(Column.NAME).isEmpty() && nameIn(Column.ORGANIZATION).isEmpty()) {
            report(Column.NAME, Kind.NAMELESS);
        }
        EmailAddress email = email();
        Language language = language();
        AccountStatus status = status();
        return clientId == 0
                ? Optional.empty()
                : Optional.of(new StagedRow(
                        line,
                        clientId,
                        name,
                        organization,
                        email == null ? null : email.value(),
                        email == null ? null : email.key(),
                        language,
                        status));
    }

    /** What is wrong with the line, once it is read. */
    List<Problem> problems() {
        return problems;
    }

    private long clientId() {
        String value = value(Column.CLIENT_ID);
        long clientId = CLIENT_ID.matcher(value).matches() ? Long.parseLong(value) : 0;
        if (clientId == 0) {
            report(Column.CLIENT_ID, Kind.CLIENT_ID);
        }
        return clientId;
    }

    private String name(Column column) {
        String value = nameIn(column);
        if (value.chars().anyMatch(CsvRow::isControl)) {
            report(column, Kind.CONTROL_CHARACTER);
            return "";
        }
        if (value.codePointCount(0, value.length()) > LONGEST_NAME) {
            report(column, Kind.TOO_LONG, Integer.toString(LONGEST_NAME));
            return "";
        }
        return value;
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }

    private String nameIn(Column column) {
        return StagedRow.withoutDirections(value(column));
    }

    private @Nullable EmailAddress email() {
        String value = value(Column.EMAIL);
        if (value.isEmpty()) {
            return null;
        }
        Optional<EmailAddress.Flaw> flaw = EmailAddress.flawIn(value);
        flaw.ifPresent(found -> report(Column.EMAIL, Problem.kindOf(found)));
        return flaw.isPresent() ? null : new EmailAddress(value);
    }

    private @Nullable Language language() {
        return switch (value(Column.LANGUAGE).toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "ar", "arabic" -> Language.AR;
            case "en", "english" -> Language.EN;
            default -> {
                report(Column.LANGUAGE, Kind.LANGUAGE);
                yield null;
            }
        };
    }

    private AccountStatus status() {
        return switch (value(Column.STATUS).toLowerCase(Locale.ROOT)) {
            case "active" -> AccountStatus.ACTIVE;
            case "inactive" -> AccountStatus.INACTIVE;
            case "closed" -> AccountStatus.CLOSED;
            default -> {
                report(Column.STATUS, Kind.STATUS);
                yield AccountStatus.CLOSED;
            }
        };
    }

    private String value(Column column) {
        return header.value(record, column);
    }

    private void report(Column column, Kind kind) {
        report(column, kind, "");
    }

    private void report(Column column, Kind kind, String detail) {
        problems.add(new Problem(line, column.title(), kind, value(column), detail));
    }
}
