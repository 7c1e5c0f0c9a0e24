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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;

/**
 * The runs that read all clients of WHMCS, one at a time over all instances. A run is a list that comes piece by piece; one
 * that says nothing for a while is taken for dead, so that no other has to wait for an instance that was killed.
 */
@Component
public class Runs {

    private static final Duration SILENCE = Duration.ofMinutes(2);

    /** A run that an instance is at: what staff are to decide on is in nobody's hands. */
    private static final String IN_HAND =
            "source = 'WHMCS' AND applied_at IS NULL AND failure IS NULL AND alive_until IS NOT NULL";

    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final Clock clock;

    Runs(JdbcClient jdbc, AuditTrail trail, Clock clock) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.clock = clock;
    }

    /** How far a run has come, besides the lines that it has read; each kind of number only grows. */
    public record Progress(long lines, long expected, long toAsk, long asked) {}

    /**
     * A run as it was at one moment.
     *
     * @param list what it reads
     * @param progress how far it has come, if it is on its way
     */
    public record Run(Import list, @Nullable Progress progress) {}

    /** Begins a run, unless there is one. */
    @Transactional
    public Optional<Long> begin(Actor by) {
        buryTheDead();
        Optional<Long> id = jdbc.sql("""
                INSERT INTO account_import
                  (source, file_name, file_hash, staged_at, staged_by_id, staged_by_name, alive_until)
                VALUES ('WHMCS', '', :hash, :now, :byId, :byName, :alive)
                ON CONFLICT (source) WHERE source = 'WHMCS' AND ended_at IS NULL DO NOTHING
                RETURNING id
                """)
                .param("hash", Source.WHMCS.hash().bytes())
                .param("now", now())
                .param("byId", by.id(), Types.OTHER)
                .param("byName", by.name())
                .param("alive", now().plus(SILENCE))
                .query(Long.class)
                .optional();
        if (id.isPresent() && by.id() != null) {
            trail.record(by, "account-holders.compared", "account-import:" + id.get(), Map.of());
        }
        return id;
    }

    /**
     * Says that a run is alive, and how far it has come.
     *
     * @throws RunIsOver when it was taken for dead
     */
    @Transactional
    public void report(long id, Progress progress) {
        int alive = jdbc.sql("""
                UPDATE account_import
                SET alive_until = :alive, lines = :lines, expected = :expected, to_ask = :toAsk, asked = :asked
                WHERE id = :id AND ended_at IS NULL
                """)
                .param("id", id)
                .param("alive", now().plus(SILENCE))
                .param("lines", progress.lines())
                .param("expected", progress.expected())
                .param("toAsk", progress.toAsk())
                .param("asked", progress.asked())
                .update();
        if (alive == 0) {
            throw new RunIsOver();
        }
    }

    /** Says that a run is alive; more often than it can be silent, whatever it waits for. */
    @Transactional
    public void keepAlive(long id) {
        jdbc.sql("UPDATE account_import SET alive_until = :alive WHERE id = :id AND " + IN_HAND)
                .param("id", id)
                .param("alive", now().plus(SILENCE))
                .update();
    }

    /** Takes over the last run, if its instance fell silent after it was compared and before anything became of it. */
    @Transactional
    public Optional<Import> takeOver() {
        // Of two instances the second finds that it is alive.
        return jdbc.sql("""
                UPDATE account_import SET alive_until = :alive
                WHERE id = (SELECT max(id) FROM account_import WHERE source = 'WHMCS')
                  AND ended_at IS NOT NULL AND alive_until <= :now AND\s""" + IN_HAND + " RETURNING *")
                .param("alive", now().plus(SILENCE))
                .param("now", now())
                .query((row, number) -> Imports.toImport(row))
                .optional();
    }

    /** Notes that staff are to decide what becomes of a run. */
    @Transactional
    public void leaveToStaff(long id) {
        jdbc.sql("UPDATE account_import SET alive_until = NULL WHERE id = :id AND " + IN_HAND)
                .param("id", id)
                .update();
    }

    /**
     * Ends a run that came to nothing, be it after it was compared.
     *
     * @return whether it did: not if it was applied, or ended otherwise before
     */
    @Transactional
    public boolean fail(long id, String why, String detail) {
        int failed = jdbc.sql("""
                UPDATE account_import SET ended_at = coalesce(ended_at, :now), failure = :why, failure_detail = :detail
                WHERE id = :id AND applied_at IS NULL AND failure IS NULL
                """)
                .param("id", id)
                .param("now", now())
                .param("why", why)
                .param("detail", detail)
                .update();
        jdbc.sql("DELETE FROM account_import_row WHERE import_id = :id")
                .param("id", id)
                .update();
        return failed > 0;
    }

    /** Whether the run before this one came to nothing too. */
    @Transactional(readOnly = true)
    public boolean hadFailedBefore(long id) {
        return jdbc.sql("""
                SELECT failure IS NOT NULL AND failure NOT IN ('DISCARDED', 'EXPIRED', 'SUPERSEDED')
                FROM account_import
                WHERE source = 'WHMCS' AND id < :id AND ended_at IS NOT NULL AND failure IS DISTINCT FROM 'INTERRUPTED'
                ORDER BY id DESC LIMIT 1
                """).param("id", id).query(Boolean.class).optional().orElse(false);
    }

    /** How far the run has come that is on its way; it is the one that began last. */
    @Transactional(readOnly = true)
    public Optional<Progress> progress() {
        return last().map(Run::progress);
    }

    /** The run that began last, if there was one. */
    @Transactional(readOnly = true)
    public Optional<Run> last() {
        return jdbc.sql("""
                SELECT *, ended_at IS NULL AND alive_until > :now AS under_way
                FROM account_import WHERE source = 'WHMCS' ORDER BY id DESC LIMIT 1
                """)
                .param("now", now())
                .query((row, number) -> new Run(Imports.toImport(row), toProgress(row)))
                .optional();
    }

    /** Since when the account holders are as they are, at least: when the list began to be read that was applied last. */
    @Transactional(readOnly = true)
    public Optional<Instant> asOf() {
        return jdbc.sql("SELECT max(staged_at) FROM account_import WHERE applied_at IS NOT NULL")
                .query((row, number) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }

    private static @Nullable Progress toProgress(ResultSet row) throws SQLException {
        return row.getBoolean("under_way")
                ? new Progress(
                        row.getLong("lines"), row.getLong("expected"), row.getLong("to_ask"), row.getLong("asked"))
                : null;
    }

    /** Ends the runs that fell silent while they read: what they read is of no use to anybody, and full of names. */
    @Transactional
    public void buryTheDead() {
        List<Long> dead = jdbc.sql("""
                UPDATE account_import SET ended_at = :now, failure = 'INTERRUPTED'
                WHERE source = 'WHMCS' AND ended_at IS NULL AND alive_until <= :now
                RETURNING id
                """).param("now", now()).query(Long.class).list();
        for (long id : dead) {
            jdbc.sql("DELETE FROM account_import_row WHERE import_id = :id")
                    .param("id", id)
                    .update();
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** The run was taken for dead, and another may be on its way. */
    public static final class RunIsOver extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
