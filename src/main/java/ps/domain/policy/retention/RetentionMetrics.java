package ps.domain.policy.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** How long ago all periods were applied, as a meter; not a number as long as they never were. */
@Component
class RetentionMetrics implements MeterBinder {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    private final RetentionRuns runs;
    private final Clock clock;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY.toNanos());
    private volatile @Nullable Instant last;

    RetentionMetrics(RetentionRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("policy.retention.age", this, TimeUnit.SECONDS, RetentionMetrics::seconds)
                .description("The time since all that is old was removed last")
                .register(registry);
    }

    private double seconds() {
        long before = lookedAt.get();
        if (System.nanoTime() - before >= LOOK_EVERY.toNanos() && lookedAt.compareAndSet(before, System.nanoTime())) {
            look();
        }
        Instant known = last;
        return known == null
                ? Double.NaN
                : Duration.between(known, clock.instant()).toSeconds();
    }

    private void look() {
        try {
            last = runs.last().orElse(null);
        } catch (DataAccessException | TransactionException away) {
            // It stays as it was last known; that the database is away has a meter of its own.
        }
    }
}
