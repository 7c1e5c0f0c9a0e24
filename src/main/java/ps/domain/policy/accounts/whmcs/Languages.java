package ps.domain.policy.accounts.whmcs;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.text.Language;

/**
 * The languages of clients, which WHMCS gives one by one. They are asked for those who are new or changed, or whose language
 * is not known, and each answer is kept at once: a first run can take hours, and goes on where it was interrupted.
 */
@Component
class Languages {

    /** How long an answer counts that no run was applied with. */
    private static final Duration FRESH = Duration.ofDays(1);

    /** How long it is believed that somebody has no language who has not changed either. */
    private static final Duration BELIEVED = Duration.ofDays(30);

    private static final int AT_ONCE = 500;

    /** Who is to be asked about, of a run. Nobody is who is closed: nothing is sent to them. */
    private static final String TO_ASK = """
            FROM account_import_row AS row
            LEFT JOIN account_holder AS held USING (client_id)
            LEFT JOIN whmcs_language AS known USING (client_id)
            WHERE row.import_id = :run AND row.status <> 'CLOSED'
              AND NOT coalesce(NOT known.applied AND known.asked_at > :fresh, false)
              AND ((row.name, row.organization, row.email, row.email_key, row.status)
                     IS DISTINCT FROM
                   (held.name, held.organization, held.email, held.email_key, held.status)
                   OR (held.language IS NULL AND NOT coalesce(known.applied AND known.asked_at > :believed, false)))
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Languages(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How many have to be asked about. */
    @Transactional(readOnly = true)
    public long toAsk(long run) {
        return jdbc.sql("SELECT count(*) " + TO_ASK)
                .params(moments(run))
                .query(Long.class)
                .single();
    }

    /** Hands over those who have to be asked about, by their number. */
    void each(long run, LongConsumer ask) {
        long after = 0;
        while (true) {
            List<Long> some = jdbc.sql("SELECT row.client_id " + TO_ASK
                            + " AND row.client_id > :after ORDER BY row.client_id LIMIT " + AT_ONCE)
                    .params(moments(run))
                    .param("after", after)
                    .query(Long.class)
                    .list();
            if (some.isEmpty()) {
                return;
            }
            some.forEach(ask::accept);
            after = some.getLast();
        }
    }

    /** Notes an answer. */
    @Transactional
    public void note(long clientId, @Nullable Language language) {
        jdbc.sql("""
                INSERT INTO whmcs_language (client_id, language, asked_at) VALUES (:client, :language, :now)
                ON CONFLICT (client_id) DO UPDATE
                  SET language = excluded.language, asked_at = excluded.asked_at, applied = false
                """)
                .param("client", clientId)
                .param("language", language == null ? null : language.tag(), Types.VARCHAR)
                .param("now", now())
                .update();
    }

    /** Gives the rows of a run their language: as it was answered of late, else as it is known here. */
    @Transactional
    public void fill(long run) {
        jdbc.sql("""
                UPDATE account_import_row AS row
                SET language = CASE WHEN fresh.client_id IS NULL THEN held.language ELSE fresh.language END
                FROM account_import_row AS same
                LEFT JOIN account_holder AS held USING (client_id)
                LEFT JOIN whmcs_language AS fresh
                  ON fresh.client_id = same.client_id AND NOT fresh.applied AND fresh.asked_at > :fresh
                WHERE row.import_id = :run AND same.import_id = :run AND same.ctid = row.ctid
                  AND (held.language IS NOT NULL OR fresh.language IS NOT NULL)
                """).param("run", run).param("fresh", now().minus(FRESH)).update();
    }

    /** Forgets what the account holders have now, and remembers who has no language. */
    @Transactional
    public void settle() {
        jdbc.sql("DELETE FROM whmcs_language WHERE language IS NOT NULL").update();
        jdbc.sql("UPDATE whmcs_language SET applied = true WHERE NOT applied").update();
    }

    private Map<String, ?> moments(long run) {
        return Map.of("run", run, "fresh", now().minus(FRESH), "believed", now().minus(BELIEVED));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
