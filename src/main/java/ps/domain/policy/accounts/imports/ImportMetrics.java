package ps.domain.policy.accounts.imports;

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

/** How old what is known of the account holders is, as a meter; not a number as long as nothing is. */
@Component
class ImportMetrics implements MeterBinder {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    private final Runs runs;
    private final Clock clock;
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime() - LOOK_EVERY.toNanos());
    private volatile @Nullable Instant asOf;

    ImportMetrics(Runs runs, Clock clock) {
        this.runs = runs;
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
        Instant last = asOf;
        return last == null
                ? Double.NaN
                : Duration.between(last, clock.instant()).toSeconds();
    }

    private void look() {
        try {
            asOf = runs.asOf().orElse(null);
        } catch (DataAccessException | TransactionException away) {
            // It stays as it was last known; that the database is away has a meter of its own.
        }
    }
}
