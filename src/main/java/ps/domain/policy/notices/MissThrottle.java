package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/**
 * Slows guessing of references: all visitors together have a number of misses at once and then one every so often, so
 * that nothing has to be kept of anybody. Each instance has its own. Who asks for what is there is always answered.
 */
@Component
class MissThrottle {

    static final int BURST = 60;

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Clock clock;
    private final AtomicReference<Instant> freeAt = new AtomicReference<>(Instant.MIN);

    MissThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Takes one miss; says whether there was one left. */
    boolean take() {
        // The generic cell rate algorithm: the bucket is full again at freeAt. No clock that was set back keeps anybody
        // out.
        Instant now = clock.instant();
        Instant latest = now.plus(INTERVAL.multipliedBy(BURST - 1L));
        Instant furthest = latest.plus(INTERVAL);
        Instant before = freeAt.getAndUpdate(free -> isFull(free, latest, furthest)
                ? free
                : begin(free, now, furthest).plus(INTERVAL));
        return !isFull(before, latest, furthest);
    }

    private static boolean isFull(Instant free, Instant latest, Instant furthest) {
        return free.isAfter(latest) && !free.isAfter(furthest);
    }

    private static Instant begin(Instant free, Instant now, Instant furthest) {
        return free.isAfter(now) && !free.isAfter(furthest) ? free : now;
    }
}
