package ps.domain.policy.accounts.imports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.ErasedAccountHolders;
import ps.domain.policy.accounts.imports.CannotApply.Reason;
import ps.domain.policy.accounts.imports.Import.Act;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.audit.Fingerprint;

/**
 * The lists of account holders that were brought here. A list is staged and compared first, and applied whole or not at
 * all.
 */
@Component
public class Imports {

    /** How long a list waits to be applied. */
    static final Duration PATIENCE = Duration.ofDays(1);

    private static final int FETCHED_AT_ONCE = 1000;

    /** Whether a list can still be applied, as far as its age is concerned. */
    private static final String WAITING = """
            failure IS NULL AND coalesce(ended_at, staged_at) > :oldest AND (ended_at IS NOT NULL OR source = 'CSV')
            """;

    private static final String PROBLEMS = """
            SELECT * FROM account_import_problem WHERE import_id = :id ORDER BY line, column_name, kind
            """;

    private final JdbcClient jdbc;
    private final ErasedAccountHolders erased;
    private final AuditTrail trail;
    private final Clock clock;

    Imports(JdbcClient jdbc, ErasedAccountHolders erased, AuditTrail trail, Clock clock) {
        this.jdbc = jdbc;
        this.erased = erased;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Takes in a list and compares it.
     *
     * @param rows gives the list's rows and problems to the stage that it is handed
     * @return the number under which the list can be looked at and applied
     */
    @Transactional
    public long stage(Source source, Consumer<Stage> rows, Actor by) {
        long id = begin(source, by);
        Stage stage = stage(id);
        rows.accept(stage);
        finish(id, stage.finish());
        return id;
    }

    /** Begins a list that comes piece by piece. */
    private long begin(Source source, Actor by) {
        return jdbc.sql("""
                INSERT INTO account_import (source, file_name, file_hash, encoding, staged_at, staged_by_id, staged_by_name)
                VALUES (:source, :fileName, :hash, :encoding, :now, :byId, :byName)
                RETURNING id
                """)
                .param("source", source.kind().name())
                .param("fileName", source.fileName())
                .param("hash", source.hash().bytes())
                .param("encoding", source.encoding(), Types.VARCHAR)
                .param("now", now())
                .param("byId", by.id(), Types.OTHER)
                .param("byName", by.name())
                .query(Long.class)
                .single();
    }

    /** Where the rows of a list go that has begun. */
    public Stage stage(long id) {
        return new Stage(jdbc, id);
    }

    /**
     * Compares a list, once all of it is here.
     *
     * @param lines how many account holders it has, good or bad
     */
    @Transactional
    public void finish(long id, long lines) {
        erased.hold(); // or whoever is erased before this is through would stay on the list, which nobody else sees yet
        // A million rows have come that the planner knows nothing of: without this it loops where it should hash.
        jdbc.sql("ANALYZE account_import_row").update();
        reportClientIdsThatComeTwice(id);
        jdbc.sql("""
                UPDATE account_import
                SET lines = :lines, problems = found.problems, problem_lines = found.lines
                FROM (SELECT count(*) AS problems, count(DISTINCT line) AS lines
                      FROM account_import_problem WHERE import_id = :id) AS found
                WHERE id = :id
                """).param("id", id).param("lines", lines).update();
        compare(id);
        jdbc.sql("UPDATE account_import SET ended_at = :now WHERE id = :id")
                .param("id", id)
                .param("now", now())
                .update();
    }

    /** A list that can be looked at, unless it is gone. */
    @Transactional(readOnly = true)
    public Optional<Import> find(long id) {
        return jdbc.sql("SELECT * FROM account_import WHERE id = :id AND (applied_at IS NOT NULL OR " + WAITING + ")")
                .param("id", id)
                .param("oldest", now().minus(PATIENCE))
                .query((row, number) -> toImport(row))
                .optional();
    }

    /** The list that was applied last. */
    @Transactional(readOnly = true)
    public Optional<Import> lastApplied() {
        return jdbc.sql(
                        "SELECT * FROM account_import WHERE applied_at IS NOT NULL ORDER BY applied_at DESC, id DESC LIMIT 1")
                .query((row, number) -> toImport(row))
                .optional();
    }

    /** The lists of late, the newest first, whatever became of them; without files that wait or were discarded. */
    @Transactional(readOnly = true)
    public List<Import> history(int most) {
        return jdbc.sql("""
                SELECT * FROM account_import WHERE applied_at IS NOT NULL OR source = 'WHMCS' ORDER BY id DESC LIMIT :most
                """)
                .param("most", most)
                .query((row, number) -> toImport(row))
                .list();
    }

    /** The first problems of a list, in the order of its lines. */
    @Transactional(readOnly = true)
    public List<Problem> firstProblems(long id, int limit) {
        return jdbc.sql(PROBLEMS + " LIMIT :limit")
                .param("id", id)
                .param("limit", limit)
                .query((row, number) -> toProblem(row))
                .list();
    }

    /** Hands over all problems of a list, in the order of its lines; there may be millions. */
    @Transactional(readOnly = true)
    public void eachProblem(long id, Consumer<Problem> reader) {
        jdbc.sql(PROBLEMS).withFetchSize(FETCHED_AT_ONCE).param("id", id).query((RowCallbackHandler)
                row -> reader.accept(toProblem(row)));
    }

    /** Compares a list again with the account holders as they are now. */
    @Transactional
    public void compareAgain(long id) {
        erased.hold();
        locked(id);
        compare(id);
    }

    /**
     * Applies a list: exactly what its comparison says.
     *
     * @throws CannotApply when it is not to be applied, or not any more
     */
    @Transactional
    public Import apply(long id, Actor by) {
        // Nobody else changes an account holder until this is through; everybody can go on reading them. This comes
        // before the hold on the list, as with whoever erases somebody, who then takes that person out of lists.
        jdbc.sql("LOCK TABLE account_holder IN SHARE ROW EXCLUSIVE MODE").update();
        Import list = locked(id);
        if (!list.isSound()) {
            throw new CannotApply(Reason.PROBLEMS);
        }
        refuseIfOutdated(id);
        gatherIndexEntries();
        long changed = update(id);
        long added = insert(id);
        if (changed != list.changed() || added != list.added()) {
            throw new IllegalStateException("List %s would change %s and add %s account holders, and not %s and %s"
                    .formatted(id, changed, added, list.changed(), list.added()));
        }
        jdbc.sql("""
                UPDATE account_import SET applied_at = :now, applied_by_id = :byId, applied_by_name = :byName WHERE id = :id
                """)
                .param("id", id)
                .param("now", now())
                .param("byId", by.id(), Types.OTHER)
                .param("byName", by.name())
                .update();
        deleteRows(List.of(id));
        jdbc.sql("ANALYZE account_holder").update();
        if (list.isChange() || by.id() != null || !list.source().isWhmcs()) {
            trail.record(by, "account-holders.imported", "account-import:" + id, detailsOf(list));
        }
        return find(id).orElseThrow();
    }

    private static Map<String, ?> detailsOf(Import list) {
        return Map.of(
                list.source().isWhmcs() ? "source" : "sha256",
                list.source().isWhmcs()
                        ? list.source().kind().name()
                        : list.source().hash().hex(),
                "added",
                list.added(),
                "changed",
                list.changed(),
                "closed",
                list.closing(),
                "unchanged",
                list.unchanged(),
                "absent",
                list.absent());
    }

    /** Throws a list away that waits to be applied; one that was applied stays in the history, and what WHMCS said too. */
    @Transactional
    public void discard(long id, Actor by) {
        List<Long> ids = jdbc.sql("""
                SELECT id FROM account_import
                WHERE id = :id AND applied_at IS NULL AND failure IS NULL AND (ended_at IS NOT NULL OR source = 'CSV')
                FOR UPDATE
                """).param("id", id).query(Long.class).list();
        if (!ids.isEmpty()) {
            drop(ids, "DISCARDED");
            trail.record(by, "account-holders.discarded", "account-import:" + id, Map.of());
        }
    }

    /** Throws away what earlier runs left: what waits to be applied of them, and what was wrong with single clients. */
    @Transactional
    public void supersedeBefore(long run) {
        drop(jdbc.sql("""
                        SELECT id FROM account_import
                        WHERE source = 'WHMCS' AND id < :run AND applied_at IS NULL AND failure IS NULL
                          AND ended_at IS NOT NULL
                        FOR UPDATE
                        """).param("run", run).query(Long.class).list(), "SUPERSEDED");
        jdbc.sql("""
                DELETE FROM account_import_problem
                WHERE import_id IN (SELECT id FROM account_import WHERE source = 'WHMCS' AND id < :run)
                """).param("run", run).update();
    }

    /** Throws away what nobody applied within a day. */
    @Transactional
    public void discardOld() {
        drop(
                jdbc.sql("""
                        SELECT id FROM account_import
                        WHERE coalesce(ended_at, staged_at) <= :oldest AND applied_at IS NULL AND failure IS NULL
                          AND (ended_at IS NOT NULL OR source = 'CSV')
                        FOR UPDATE SKIP LOCKED
                        """)
                        .param("oldest", now().minus(PATIENCE))
                        .query(Long.class)
                        .list(),
                "EXPIRED");
    }

    private void drop(List<Long> ids, String why) {
        if (ids.isEmpty()) {
            return;
        }
        deleteRows(ids);
        jdbc.sql("DELETE FROM account_import_problem WHERE import_id IN (:ids)")
                .param("ids", ids)
                .update();
        jdbc.sql("DELETE FROM account_import WHERE id IN (:ids) AND source = 'CSV'")
                .param("ids", ids)
                .update();
        jdbc.sql("UPDATE account_import SET failure = :why WHERE id IN (:ids) AND source = 'WHMCS'")
                .param("ids", ids)
                .param("why", why)
                .update();
    }

    /** Takes hold of a list that can still be applied; a second person waits here and then finds it applied. */
    private Import locked(long id) {
        Import list = jdbc.sql("SELECT * FROM account_import WHERE id = :id AND (applied_at IS NOT NULL OR " + WAITING
                        + ") FOR UPDATE")
                .param("id", id)
                .param("oldest", now().minus(PATIENCE))
                .query((row, number) -> toImport(row))
                .optional()
                .orElseThrow(() -> new CannotApply(Reason.GONE));
        if (list.applied() != null) {
            throw new CannotApply(Reason.APPLIED);
        }
        return list;
    }

    private void reportClientIdsThatComeTwice(long id) {
        // In the order of the index on (import_id, client_id), so that a million rows are not sorted.
        jdbc.sql("""
                INSERT INTO account_import_problem (import_id, line, column_name, kind, value, detail)
                SELECT :id, line, 'client_id', 'CLIENT_ID_TWICE', client_id::text, first_line::text
                FROM (SELECT line, client_id, min(line) OVER (PARTITION BY client_id) AS first_line
                      FROM account_import_row WHERE import_id = :id) AS row
                WHERE line > first_line
                """).param("id", id).update();
    }

    private void compare(long id) {
        erased.leaveOutOf(id);
        // One statement sees one moment: what is counted belongs to the revision that is noted with it. Only a list
        // without problems is compared, in which no client id comes twice.
        jdbc.sql("""
                WITH pair AS (
                  SELECT held.client_id IS NULL AS is_new,
                         (row.name, row.organization, row.email, row.email_key, row.language, row.status)
                           IS DISTINCT FROM
                         (held.name, held.organization, held.email, held.email_key, held.language, held.status)
                           AS differs,
                         row.status = 'CLOSED' AND held.status <> 'CLOSED' AS closes
                  FROM account_import_row row LEFT JOIN account_holder held USING (client_id)
                  WHERE row.import_id =
                        (SELECT id FROM account_import WHERE id = :id AND (problems = 0 OR source = 'WHMCS'))
                ), compared AS (
                  SELECT count(*) FILTER (WHERE is_new) AS added,
                         count(*) FILTER (WHERE NOT is_new AND differs) AS changed,
                         count(*) FILTER (WHERE NOT is_new AND closes) AS closing,
                         count(*) FILTER (WHERE NOT is_new AND NOT differs) AS unchanged
                  FROM pair
                )
                UPDATE account_import
                SET added = compared.added,
                    changed = compared.changed,
                    closing = compared.closing,
                    unchanged = compared.unchanged,
                    absent = (SELECT count(*) FROM account_holder) - compared.changed - compared.unchanged,
                    revision = coalesce((SELECT revision FROM account_holder_revision), 0)
                FROM compared
                WHERE id = :id AND (problems = 0 OR source = 'WHMCS')
                """).param("id", id).update();
    }

    private void refuseIfOutdated(long id) {
        boolean complete = jdbc.sql("""
                SELECT lines = (SELECT count(*) FROM account_import_row WHERE import_id = :id AND line > 0)
                FROM account_import WHERE id = :id
                """).param("id", id).query(Boolean.class).single();
        if (!complete) {
            throw new CannotApply(Reason.LOST);
        }
        boolean current = jdbc.sql("""
                SELECT revision = coalesce((SELECT revision FROM account_holder_revision), 0)
                FROM account_import WHERE id = :id
                """).param("id", id).query(Boolean.class).single();
        if (!current) {
            throw new CannotApply(Reason.OUTDATED);
        }
    }

    private void gatherIndexEntries() {
        // Words are merged into their index by the tens of thousands of rows, and not by the thousand as is the
        // default:
        // the same word comes again and again.
        jdbc.sql("""
                SELECT set_config('gin_pending_list_limit', '64MB', true), set_config('work_mem', '64MB', true)
                """).query().singleRow();
    }

    private long update(long id) {
        // Before the insert, so that new rows are not compared. Not ON CONFLICT DO UPDATE: that would write a lock to
        // every row that stays as it is, and most do.
        return jdbc.sql("""
                UPDATE account_holder held
                SET name = row.name, organization = row.organization, email = row.email, email_key = row.email_key,
                    language = row.language, status = row.status, updated_at = :now
                FROM account_import_row row
                WHERE row.import_id = :id
                  AND row.client_id = held.client_id
                  AND (row.name, row.organization, row.email, row.email_key, row.language, row.status)
                        IS DISTINCT FROM
                      (held.name, held.organization, held.email, held.email_key, held.language, held.status)
                """).param("id", id).param("now", now()).update();
    }

    private long insert(long id) {
        return jdbc.sql("""
                INSERT INTO account_holder
                  (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT client_id, name, organization, email, email_key, language, status, :now
                FROM account_import_row row
                WHERE import_id = :id
                  AND NOT EXISTS (SELECT FROM account_holder held WHERE held.client_id = row.client_id)
                """).param("id", id).param("now", now()).update();
    }

    private void deleteRows(List<Long> ids) {
        jdbc.sql("DELETE FROM account_import_row WHERE import_id IN (:ids)")
                .param("ids", ids)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    static Import toImport(ResultSet row) throws SQLException {
        return new Import(
                row.getLong("id"),
                new Source(
                        Source.Kind.valueOf(row.getString("source")),
                        row.getString("file_name"),
                        Fingerprint.ofBytes(row.getBytes("file_hash")),
                        row.getString("encoding")),
                Objects.requireNonNull(act(row, "staged")),
                row.getLong("lines"),
                row.getLong("problems"),
                row.getLong("problem_lines"),
                row.getLong("added"),
                row.getLong("changed"),
                row.getLong("closing"),
                row.getLong("unchanged"),
                row.getLong("absent"),
                instant(row, "ended_at"),
                row.getString("failure"),
                row.getString("failure_detail"),
                act(row, "applied"));
    }

    private static @Nullable Act act(ResultSet row, String what) throws SQLException {
        Instant at = instant(row, what + "_at");
        return at == null
                ? null
                : new Act(at, row.getString(what + "_by_name"), row.getObject(what + "_by_id") != null);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Problem toProblem(ResultSet row) throws SQLException {
        return new Problem(
                row.getLong("line"),
                row.getString("column_name"),
                Problem.Kind.valueOf(row.getString("kind")),
                row.getString("value"),
                row.getString("detail"));
    }
}
