package ps.domain.policy.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whose turn it is to apply the periods, and when that was last done. One instance at a time is at it. */
@Component
class RetentionRuns {

    private static final Duration EVERY = Duration.ofDays(1);

    /** A batch takes seconds. */
    private static final Duration ALIVE_FOR = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final Clock clock;

    RetentionRuns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether it is time, and nobody else is at it: then nobody else will be. */
    @Transactional
    public boolean begin() {
        Instant now = clock.instant();
        return jdbc.sql("""
                INSERT INTO retention_run AS run (alive_until) VALUES (:until)
                ON CONFLICT (one) DO UPDATE SET alive_until = excluded.alive_until
                  WHERE run.alive_until <= :now AND coalesce(run.succeeded_at <= :dayAgo, true)
                """)
                        .param("until", utc(now.plus(ALIVE_FOR)))
                        .param("now", utc(now))
                        .param("dayAgo", utc(now.minus(EVERY)))
                        .update()
                == 1;
    }

    /** Says that whoever began is still at it. */
    @Transactional
    public void goOn() {
        jdbc.sql("UPDATE retention_run SET alive_until = :until")
                .param("until", utc(clock.instant().plus(ALIVE_FOR)))
                .update();
    }

    /** Counts what was removed, and says that whoever began is still at it. */
    @Transactional
    public void count(String what, int some) {
        jdbc.sql("""
                UPDATE retention_run
                SET alive_until = :until,
                    removed = removed || jsonb_build_object(:what::text, coalesce((removed ->> :what)::bigint, 0) + :some)
                """)
                .param("until", utc(clock.instant().plus(ALIVE_FOR)))
                .param("what", what)
                .param("some", some)
                .update();
    }

    /** Hands over what was counted since this was asked last, also by a run that was killed, and begins anew. */
    @Transactional
    public Map<String, Long> takeTally() {
        Map<String, Long> removed = new TreeMap<>();
        jdbc.sql("SELECT key, value::bigint AS value FROM retention_run, jsonb_each_text(removed)")
                .query((RowCallbackHandler) row -> removed.put(row.getString("key"), row.getLong("value")));
        jdbc.sql("UPDATE retention_run SET removed = '{}' WHERE removed <> '{}'")
                .update();
        return removed;
    }

    /** Notes that all was done. */
    @Transactional
    public void succeed() {
        jdbc.sql("UPDATE retention_run SET alive_until = :now, succeeded_at = :now")
                .param("now", utc(clock.instant()))
                .update();
    }

    /** When that was noted last. */
    @Transactional(readOnly = true)
    public Optional<Instant> last() {
        return jdbc.sql("SELECT succeeded_at FROM retention_run WHERE succeeded_at IS NOT NULL")
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
