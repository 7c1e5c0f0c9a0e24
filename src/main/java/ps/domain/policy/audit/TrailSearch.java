package ps.domain.policy.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the trail somebody would like to see. What is null is not asked for.
 *
 * @param actor the name of who did it
 * @param action what was done
 * @param subject what it was done to
 * @param from the earliest moment
 * @param until the moment from which on entries are too late
 */
record TrailSearch(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable Instant from,
        @Nullable Instant until) {}
