package ps.domain.policy.accounts.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes the rows and the problems of one list into the database, some thousand at a time, so that neither a long list
 * nor a thoroughly bad one is ever held in memory.
 */
public final class Stage {

    private static final int AT_ONCE = 5_000;

    private final JdbcClient jdbc;
    private final long importId;
    private final List<StagedRow> rows = new ArrayList<>(AT_ONCE);
    private final List<Problem> problems = new ArrayList<>();

    private long lines;

    Stage(JdbcClient jdbc, long importId) {
        this.jdbc = jdbc;
        this.importId = importId;
    }

    /** Counts a line that holds an account holder, whether good or bad. */
    public void countLine() {
        lines++;
    }

    /** Takes an account holder. */
    public void add(StagedRow row) {
        rows.add(row);
        if (rows.size() == AT_ONCE) {
            sendRows();
        }
    }

    /** Takes a problem: the list cannot be applied any more. */
    public void report(Problem problem) {
        problems.add(problem);
        if (problems.size() == AT_ONCE) {
            sendProblems();
        }
    }

    /** How many lines there were, once everything is in the database. */
    public long finish() {
        sendRows();
        sendProblems();
        return lines;
    }

    private void sendRows() {
        // An array for each column: one statement and one round trip for thousands of rows. Not COPY: pgjdbc's types
        // bring
        // annotations that javac cannot find, and warnings are errors.
        if (rows.isEmpty()) {
            return;
        }
        send(() -> jdbc.sql("""
                INSERT INTO account_import_row
                  (import_id, line, client_id, name, organization, email, email_key, language, status)
                SELECT :id, * FROM unnest(
                  :lines::bigint[], :clientIds::bigint[], :names::text[], :organizations::text[],
                  :emails::text[], :emailKeys::text[], :languages::text[], :statuses::text[])
                """)
                .param("id", importId)
                .param("lines", rows.stream().map(StagedRow::line).toArray(Long[]::new))
                .param("clientIds", rows.stream().map(StagedRow::clientId).toArray(Long[]::new))
                .param("names", texts(rows, StagedRow::name))
                .param("organizations", texts(rows, StagedRow::organization))
                .param("emails", texts(rows, StagedRow::email))
                .param("emailKeys", texts(rows, StagedRow::emailKey))
                .param(
                        "languages",
                        texts(
                                rows,
                                row -> row.language() == null
                                        ? null
                                        : row.language().tag()))
                .param("statuses", texts(rows, row -> row.status().name()))
                .update());
        rows.clear();
    }

    private void sendProblems() {
        if (problems.isEmpty()) {
            return;
        }
        send(() -> jdbc.sql("""
                INSERT INTO account_import_problem (import_id, line, column_name, kind, value, detail)
                SELECT :id, * FROM unnest(
                  :lines::bigint[], :columns::text[], :kinds::text[], :values::text[], :details::text[])
                """)
                .param("id", importId)
                .param("lines", problems.stream().map(Problem::line).toArray(Long[]::new))
                .param("columns", texts(problems, Problem::column))
                .param("kinds", texts(problems, problem -> problem.kind().name()))
                .param("values", texts(problems, Problem::value))
                .param("details", texts(problems, Problem::detail))
                .update());
        problems.clear();
    }

    private static void send(Runnable statement) {
        try {
            statement.run();
        } catch (DataAccessException refused) {
            // Without its cause: what PostgreSQL says can repeat a row, and would end in a log.
            throw new IllegalStateException(
                    "Rows of a list could not be staged: " + refused.getClass().getSimpleName());
        }
    }

    private static <T> @Nullable String[] texts(List<T> items, Function<T, @Nullable String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }
}
