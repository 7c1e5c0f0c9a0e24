package ps.domain.policy.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a delivery that was put off is attempted again. */
final class RetrySchedule {

    /** From the first time a delivery was put off until it is given up. */
    static final Duration UNTIL_UNREACHABLE = Duration.ofDays(3);

    private static final List<Duration> DELAYS = List.of(
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(12),
            Duration.ofDays(1));

    private RetrySchedule() {}

    /**
     * The next attempt after so many failures, or none when 72 hours are over. The last attempt is made as they end.
     *
     * @param failures how often it was put off, this time included
     */
    static Optional<Instant> next(int failures, Instant failingSince, Instant now, RandomGenerator random) {
        Instant end = failingSince.plus(UNTIL_UNREACHABLE);
        if (!now.isBefore(end)) {
            return Optional.empty();
        }
        Instant next = now.plus(jittered(DELAYS.get(Math.min(failures, DELAYS.size()) - 1), random));
        return Optional.of(next.isBefore(end) ? next : end);
    }

    /** The delay before an attempt that follows trouble which was not the recipient's. */
    static Duration first(RandomGenerator random) {
        return jittered(DELAYS.getFirst(), random);
    }

    /** Within 20 % of the delay, so that what failed together does not come back together. */
    private static Duration jittered(Duration delay, RandomGenerator random) {
        return Duration.ofMillis((long) (delay.toMillis() * (0.8 + 0.4 * random.nextDouble())));
    }
}
