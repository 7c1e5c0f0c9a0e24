package ps.domain.policy.delivery;

import java.time.Instant;
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
 * @param perSecond answers per second over the last minute
 * @param phase what it is doing
 * @param reason why it is paused or stopped, else null
 * @param decidedAt when it was paused or stopped, else null
 * @param notBefore the end of the hold
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
        Phase phase,
        @Nullable String reason,
        @Nullable Instant decidedAt,
        Instant notBefore) {

    /** What a mailing is doing. */
    public enum Phase {
        /** The hold has not ended. */
        HELD,
        SENDING,
        PAUSED,
        /** What was not sent by then is never sent. */
        STOPPED,
        /** Every delivery has ended, or waits for a person's decision. */
        FINISHED
    }
}
