package ps.domain.policy.delivery;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds at the start that the database was restored from a backup, and pauses what was being sent then: what was accepted
 * between the backup and the loss would be sent again, since the backup knows nothing of it. Staff decide. What was sent to
 * staff themselves is stopped.
 */
@Component
class Restoration implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    /**
     * The cluster, how often it was recovered to a point in time or taken over by a standby, the database and the table:
     * each way to restore changes one of them, and nothing else that happens to a database does.
     */
    private static final String PLACE = """
            SELECT concat_ws(':', system_identifier, timeline_id, 'delivery'::regclass::oid,
                             (SELECT oid FROM pg_database WHERE datname = current_database()))
            FROM pg_control_system(), pg_control_checkpoint()
            """;

    private final JdbcClient jdbc;
    private final Mailings mailings;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private volatile boolean running;

    Restoration(JdbcClient jdbc, Mailings mailings, TransactionTemplate transactions, Clock clock) {
        this.jdbc = jdbc;
        this.mailings = mailings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void start() {
        transactions.executeWithoutResult(transaction -> look());
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before anything is sent. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** One instance at a time: whoever waited finds that it was done. */
    private void look() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('restoration'))")
                .query()
                .singleRow();
        String place = jdbc.sql(PLACE).query(String.class).single();
        String before = jdbc.sql("SELECT place FROM database_place")
                .query(String.class)
                .optional()
                .orElse(place);
        if (!before.equals(place)) {
            // To tell staff of something once more is worse than to have them ask for it again, and there is no page
            // where they could decide about it.
            begun(true).forEach(mailing -> mailings.stop(mailing, ""));
            List<MailingId> begun = begun(false);
            LOG.warn(
                    "The database was restored: it was at {} and is at {}. Mailings that wait for a decision now: {}",
                    before,
                    place,
                    begun.size());
            begun.forEach(mailings::pauseForRestoration);
        }
        jdbc.sql("""
                INSERT INTO database_place (place, seen_at) VALUES (:place, :now)
                ON CONFLICT (one) DO UPDATE SET place = excluded.place, seen_at = excluded.seen_at
                  WHERE database_place.place <> excluded.place
                """)
                .param("place", place)
                .param("now", DeliveryQueue.utc(clock.instant()))
                .update();
    }

    /** Those that are not finished, held ones too: their hold may have ended before the loss. */
    private List<MailingId> begun(boolean passing) {
        return jdbc.sql("""
                SELECT id FROM mailing
                WHERE passing = :passing
                  AND EXISTS (SELECT FROM delivery WHERE mailing_id = mailing.id AND next_attempt_at IS NOT NULL)
                """)
                .param("passing", passing)
                .query((row, number) -> new MailingId(row.getObject("id", UUID.class)))
                .list();
    }
}
