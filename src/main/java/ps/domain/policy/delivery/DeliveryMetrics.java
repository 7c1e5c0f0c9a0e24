package ps.domain.policy.delivery;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The queue and what the relay answers, as meters. They are about the database, and so the same for all instances: take
 * the largest, not the sum.
 */
@Component
class DeliveryMetrics implements MeterBinder {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final String ANSWERS = "policy.deliveries.answers";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY.toNanos());
    private volatile Figures figures = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0);

    DeliveryMetrics(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("policy.deliveries.waiting", this, of(Figures::waiting))
                .description("Messages that are still to be sent or sent again, of mailings that nobody stopped")
                .register(registry);
        Gauge.builder("policy.mailings.open", this, of(Figures::open))
                .description("Mailings that are not finished and that nobody stopped")
                .register(registry);
        Gauge.builder("policy.mailings.paused", this, of(Figures::paused))
                .description("Mailings that wait for a decision of staff")
                .register(registry);
        TimeGauge.builder("policy.deliveries.overdue", this, TimeUnit.SECONDS, of(Figures::overdueSeconds))
                .description("For how long the message could have been sent that has waited longest")
                .register(registry);
        answers(registry, "accepted", Figures::accepted);
        answers(registry, "put_off", Figures::putOff);
        answers(registry, "refused", Figures::refused);
        answers(registry, "none", Figures::unanswered);
        FunctionCounter.builder("policy.deliveries.bounced", this, of(Figures::bounced))
                .description("Messages that were accepted and reported not to have arrived")
                .register(registry);
    }

    private void answers(MeterRegistry registry, String outcome, ToLongFunction<Figures> figure) {
        FunctionCounter.builder(ANSWERS, this, of(figure))
                .description("What came of attempts at sending")
                .tag("outcome", outcome)
                .register(registry);
    }

    private static ToDoubleFunction<DeliveryMetrics> of(ToLongFunction<Figures> figure) {
        return metrics -> figure.applyAsLong(metrics.current());
    }

    /** Looked up once for all meters; as last known while the database is away, for which there is another meter. */
    private Figures current() {
        long before = lookedAt.get();
        if (System.nanoTime() - before >= LOOK_EVERY.toNanos() && lookedAt.compareAndSet(before, System.nanoTime())) {
            try {
                figures = look();
            } catch (DataAccessException | TransactionException away) {
                return figures;
            }
        }
        return figures;
    }

    private Figures look() {
        // From counters: a few rows for each mailing, however many it goes to. The probe of delivery_due reads one row.
        return jdbc.sql("""
                SELECT open.*, replies.*,
                       (SELECT coalesce(sum(deliveries), 0) FROM mailing_count WHERE counted = 'BOUNCED') AS bounced
                FROM (
                  SELECT coalesce(sum(waiting.deliveries), 0) AS waiting, count(*) AS open,
                         count(*) FILTER (WHERE decision = 'PAUSED') AS paused,
                         coalesce(extract(epoch FROM :now - min(due.since)), 0)::bigint AS overdue
                  FROM (
                    SELECT mailing_id, sum(deliveries) AS deliveries FROM mailing_count
                    WHERE counted IN ('QUEUED', 'IN_FLIGHT', 'RETRYING') GROUP BY mailing_id HAVING sum(deliveries) > 0
                  ) waiting
                  JOIN mailing ON mailing.id = waiting.mailing_id
                  LEFT JOIN LATERAL (
                    SELECT decision FROM mailing_decision WHERE mailing_id = mailing.id ORDER BY id DESC LIMIT 1
                  ) last ON true
                  LEFT JOIN LATERAL (
                    SELECT min(next_attempt_at) AS since FROM delivery
                    WHERE mailing_id = mailing.id AND next_attempt_at <= :now
                      AND mailing.not_before <= :now AND coalesce(decision, 'RESUMED') = 'RESUMED'
                  ) due ON true
                  WHERE coalesce(decision, 'RESUMED') <> 'STOPPED'
                ) open, (
                  SELECT coalesce(sum(answers) FILTER (WHERE code BETWEEN 200 AND 299), 0) AS accepted,
                         coalesce(sum(answers) FILTER (WHERE code BETWEEN 400 AND 499), 0) AS put_off,
                         coalesce(sum(answers) FILTER (WHERE code >= 500), 0) AS refused,
                         coalesce(sum(answers) FILTER (WHERE code = 0), 0) AS unanswered
                  FROM mailing_reply
                ) replies
                """)
                .param("now", DeliveryQueue.utc(clock.instant()))
                .query((row, number) -> new Figures(
                        row.getLong("waiting"),
                        row.getLong("open"),
                        row.getLong("paused"),
                        row.getLong("overdue"),
                        row.getLong("accepted"),
                        row.getLong("put_off"),
                        row.getLong("refused"),
                        row.getLong("unanswered"),
                        row.getLong("bounced")))
                .single();
    }

    private record Figures(
            long waiting,
            long open,
            long paused,
            long overdueSeconds,
            long accepted,
            long putOff,
            long refused,
            long unanswered,
            long bounced) {}
}
