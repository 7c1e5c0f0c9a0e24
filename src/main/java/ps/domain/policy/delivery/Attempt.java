package ps.domain.policy.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt at a delivery ended.
 *
 * @param number counted from one; interrupted attempts leave gaps
 * @param at when it ended
 * @param code what the relay said (RFC 5321, section 4.2), or null for no answer
 * @param enhancedCode the same in more detail (RFC 3463), if it was given
 * @param reply the relay's words, or why there are none
 */
public record Attempt(
        int number,
        Instant at,
        @Nullable Integer code,
        @Nullable String enhancedCode,
        String reply) {}
