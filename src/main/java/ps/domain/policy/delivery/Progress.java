package ps.domain.policy.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a mailing has come.
 *
 * @param total all deliveries
 * @param queued not attempted yet
 * @param inFlight in a worker's hands
 * @param retrying put off until later
 * @param ambiguous without an answer after the final dot, so far
 * @param accepted taken by the relay
 * @param refused refused by the relay
 * @param unreachable given up
 * @param bounced taken by the relay and reported not to have arrived
 * @param ambiguities attempts that ever ended without an answer after the final dot: as many may have got it twice
 * @param perSecond answers per second over the last minute, or since it began if that is later
 * @param left how long until everybody was attempted, as far as that can be said: not at a rate that the limits forbid
 * @param phase what it is doing
 * @param reason why somebody paused or stopped it, else null
 * @param trouble why it paused by itself, else null
 * @param decidedAt when it was paused or stopped, else null
 * @param notBefore the end of the hold
 * @param canary how many go ahead, as long as the rest waits for how they are answered; else 0
 * @param replies what was answered, by code, the most frequent first
 */
public record Progress(
        long total,
        long queued,
        long inFlight,
        long retrying,
        long ambiguous,
        long accepted,
        long refused,
        long unreachable,
        long bounced,
        long ambiguities,
        double perSecond,
        @Nullable Duration left,
        Phase phase,
        @Nullable String reason,
        @Nullable Trouble trouble,
        @Nullable Instant decidedAt,
        Instant notBefore,
        int canary,
        List<Replies> replies) {

    /** What a mailing is doing. */
    public enum Phase {
        /** The hold has not ended. */
        HELD,
        /** A few go ahead; the rest waits for how they are answered. */
        CANARY,
        SENDING,
        PAUSED,
        /** What was not sent by then is never sent. */
        STOPPED,
        /** Every delivery has ended, or waits for a person's decision. */
        FINISHED
    }
}
