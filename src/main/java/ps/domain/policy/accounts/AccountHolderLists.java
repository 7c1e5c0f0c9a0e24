package ps.domain.policy.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What waits about one person beside what is held: on lists that were brought here and are not applied, or not whole, and
 * of what WHMCS said. {@link ErasedAccountHolders} removes all of it, and more where it is not sure whose it is; here
 * stands only what is surely this person's.
 */
@Component
public class AccountHolderLists {

    /** Which problem is surely somebody's: by the number of a client, or by the row that was read from the same line. */
    static final String PROBLEM_OF_ONE = """
            CASE list.source
              WHEN 'WHMCS' THEN problem.line = :client AND problem.kind <> 'UNREADABLE'
              ELSE EXISTS (
                SELECT FROM account_import_row AS row
                WHERE row.import_id = list.id AND row.client_id = :client AND row.line = problem.line)
            END
            """;

    private final JdbcClient jdbc;

    AccountHolderLists(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A list, as far as it is about one person.
     *
     * @param source {@code CSV} or {@code WHMCS}
     * @param broughtAt when it began to be read
     */
    public record Listing(String source, Instant broughtAt, List<Entry> entries, List<Flaw> flaws) {}

    /**
     * What a list says.
     *
     * @param line where in the list; 0 for somebody who is not in it any more and would be closed
     * @param language the tag of a language; null when it is not known
     */
    public record Entry(
            long line,
            String name,
            String organization,
            @Nullable String email,
            @Nullable String language,
            String status) {}

    /**
     * What is wrong with it.
     *
     * @param value what stands there, as far as it is shown
     */
    public record Flaw(String column, String kind, String value) {}

    /**
     * What WHMCS said of a client by itself.
     *
     * @param changedAt when it said last that the client changed, as long as that was not looked at
     * @param language the tag of the language that it gave when it was asked; null for none that is known here
     * @param languageAskedAt when it was asked for that
     */
    public record Said(
            @Nullable Instant changedAt,
            @Nullable String language,
            @Nullable Instant languageAskedAt) {}

    /** The lists that say anything of this person, in the order in which they came. */
    @Transactional(readOnly = true)
    public List<Listing> of(long clientId) {
        Map<Long, Listing> lists = new TreeMap<>();
        // List by list: the index on (import_id, client_id) then finds somebody among the millions that may wait.
        jdbc.sql("""
                SELECT list.id, list.source, list.staged_at, row.*
                FROM account_import AS list JOIN account_import_row AS row ON row.import_id = list.id
                WHERE row.client_id = :client ORDER BY row.line
                """).param("client", clientId).query(row -> {
            listing(lists, row)
                    .entries()
                    .add(new Entry(
                            row.getLong("line"),
                            row.getString("name"),
                            row.getString("organization"),
                            row.getString("email"),
                            row.getString("language"),
                            row.getString("status")));
        });
        jdbc.sql("""
                SELECT list.id, list.source, list.staged_at, problem.*
                FROM account_import AS list JOIN account_import_problem AS problem ON problem.import_id = list.id
                WHERE %s ORDER BY problem.line, problem.column_name, problem.kind
                """.formatted(PROBLEM_OF_ONE)).param("client", clientId).query(row -> {
            listing(lists, row)
                    .flaws()
                    .add(new Flaw(row.getString("column_name"), row.getString("kind"), row.getString("value")));
        });
        return List.copyOf(lists.values());
    }

    private static Listing listing(Map<Long, Listing> lists, ResultSet row) throws SQLException {
        String source = row.getString("source");
        Instant broughtAt = row.getObject("staged_at", OffsetDateTime.class).toInstant();
        return lists.computeIfAbsent(
                row.getLong("id"), list -> new Listing(source, broughtAt, new ArrayList<>(), new ArrayList<>()));
    }

    /** What WHMCS said of this client, if anything of that is here still. */
    @Transactional(readOnly = true)
    public Optional<Said> saidOf(long clientId) {
        return jdbc.sql("""
                SELECT hint.hinted_at, known.language, known.asked_at
                FROM (SELECT * FROM whmcs_hint WHERE client_id = :client) AS hint
                FULL JOIN (SELECT * FROM whmcs_language WHERE client_id = :client) AS known USING (client_id)
                """)
                .param("client", clientId)
                .query((row, n) ->
                        new Said(instant(row, "hinted_at"), row.getString("language"), instant(row, "asked_at")))
                .optional();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
