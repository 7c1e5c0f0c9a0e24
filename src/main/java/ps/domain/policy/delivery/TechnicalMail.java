package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What of sending and of what came back proves nothing, and goes when it is old: a batch at a time. */
@Component
public class TechnicalMail {

    private final JdbcClient jdbc;

    TechnicalMail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Deletes mailings that pass, with all that belongs to them; in the figures they go on to be counted. */
    @Transactional
    public int forgetMailings(Instant before, int most) {
        String[] ids = jdbc
                .sql("""
                SELECT id FROM mailing WHERE passing AND created_at < :before ORDER BY created_at LIMIT :most
                """)
                .param("before", DeliveryQueue.utc(before))
                .param("most", most)
                .query(UUID.class)
                .list()
                .stream()
                .map(UUID::toString)
                .toArray(String[]::new);
        if (ids.length == 0) {
            return 0;
        }
        // Counters only grow, or whoever watches them takes a smaller sum for a restart: they move to no mailing.
        count("""
                INSERT INTO mailing_count AS count (mailing_id, shard, counted, deliveries)
                SELECT :nobody::uuid, 0, counted, sum(deliveries) FROM gone
                WHERE counted IN ('BOUNCED') GROUP BY counted ORDER BY counted
                ON CONFLICT (mailing_id, shard, counted) DO UPDATE SET deliveries = count.deliveries + excluded.deliveries
                """, "mailing_count", ids);
        count("""
                INSERT INTO mailing_reply AS reply (mailing_id, shard, code, enhanced_code, answers, last_at, last_reply)
                SELECT :nobody::uuid, 0, code, '', sum(answers), max(last_at), '' FROM gone
                GROUP BY code ORDER BY code
                ON CONFLICT (mailing_id, shard, code, enhanced_code) DO UPDATE
                  SET answers = reply.answers + excluded.answers, last_at = excluded.last_at
                """, "mailing_reply", ids);
        for (String statement : List.of(
                "DELETE FROM mailing_pace WHERE mailing_id = ANY (:ids::uuid[])",
                "DELETE FROM mailing_recent WHERE mailing_id = ANY (:ids::uuid[])",
                """
                DELETE FROM delivery_attempt
                WHERE delivery_id IN (SELECT id FROM delivery WHERE mailing_id = ANY (:ids::uuid[]))
                """,
                "DELETE FROM delivery WHERE mailing_id = ANY (:ids::uuid[])",
                "DELETE FROM letter WHERE mailing_id = ANY (:ids::uuid[])",
                "DELETE FROM mailing_decision WHERE mailing_id = ANY (:ids::uuid[])",
                "DELETE FROM mailing WHERE id = ANY (:ids::uuid[])")) {
            jdbc.sql(statement).param("ids", ids).update();
        }
        return ids.length;
    }

    private void count(String sum, String table, String[] ids) {
        jdbc.sql("WITH gone AS (DELETE FROM %s WHERE mailing_id = ANY (:ids::uuid[]) RETURNING *) %s"
                        .formatted(table, sum))
                .param("ids", ids)
                .param("nobody", new UUID(0, 0).toString())
                .update();
    }

    /** Empties reports; what they said of a delivery that is kept stays with that. */
    @Transactional
    public int emptyReports(Instant before, int most) {
        return jdbc.sql("""
                WITH old AS (
                  SELECT id FROM bounce_report
                  WHERE received_at < :before AND (octet_length(raw) > 0 OR subject <> '' OR sender <> '' OR open)
                  ORDER BY id LIMIT :most
                ), forgotten AS (
                  UPDATE bounce SET final_recipient = NULL, original_recipient = NULL, diagnostic = NULL
                  WHERE report_id IN (SELECT id FROM old)
                    AND num_nonnulls(final_recipient, original_recipient, diagnostic) > 0
                    AND NOT EXISTS (SELECT FROM delivery WHERE delivery.id = delivery_id)
                )
                UPDATE bounce_report SET raw = '', subject = '', sender = '', open = false
                WHERE id IN (SELECT id FROM old)
                """)
                .param("before", DeliveryQueue.utc(before))
                .param("most", most)
                .update();
    }
}
