package ps.domain.policy.accounts.imports;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** How old what is known of the account holders is, as a meter; not a number as long as nothing is. */
@Component
class ImportMetrics implements MeterBinder {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY.toNanos());
    private volatile @Nullable Instant lastAppliedAt;

    ImportMetrics(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("policy.account.holders.age", this, TimeUnit.SECONDS, ImportMetrics::seconds)
                .description("The time since account holders were brought in last")
                .register(registry);
    }

    private double seconds() {
        long before = lookedAt.get();
        if (System.nanoTime() - before >= LOOK_EVERY.toNanos() && lookedAt.compareAndSet(before, System.nanoTime())) {
            look();
        }
        Instant last = lastAppliedAt;
        return last == null
                ? Double.NaN
                : Duration.between(last, clock.instant()).toSeconds();
    }

    private void look() {
        try {
            lastAppliedAt = jdbc.sql("""
                    SELECT applied_at FROM account_import
                    WHERE applied_at IS NOT NULL ORDER BY applied_at DESC LIMIT 1
                    """)
                    .query((row, number) -> Optional.ofNullable(row.getTimestamp("applied_at")))
                    .optional()
                    .flatMap(at -> at)
                    .map(java.sql.Timestamp::toInstant)
                    .orElse(null);
        } catch (DataAccessException | TransactionException away) {
            // It stays as it was last known; that the database is away has a meter of its own.
        }
    }
}
