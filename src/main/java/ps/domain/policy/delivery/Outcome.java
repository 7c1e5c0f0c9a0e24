package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What became of a claim, to be recorded.
 *
 * @param state the delivery's state from now on
 * @param nextAttemptAt when it is attempted next, or null for never
 * @param at when the attempt ended, or null if there was none: the delivery is given back as it was
 */
record Outcome(
        Claim claim,
        DeliveryState state,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant at,
        @Nullable Answer answer,
        int failures,
        @Nullable Instant failingSince,
        int ambiguities) {

    /** The claim is given back unsent. */
    static Outcome unsent(Claim claim, Instant now) {
        return waiting(claim, now, null, null);
    }

    /** The delivery cannot be attempted at all. */
    static Outcome impossible(Claim claim, Instant now, String why) {
        return new Outcome(
                claim,
                DeliveryState.UNREACHABLE,
                null,
                now,
                Answer.none(Answer.Phase.RECIPIENT, why),
                claim.failures(),
                claim.failingSince(),
                claim.ambiguities());
    }

    /** The attempt ended with an answer. */
    static Outcome of(Claim claim, Answer answer, Verdict verdict, Instant now, RandomGenerator random) {
        return switch (verdict) {
            case ACCEPTED -> ended(claim, DeliveryState.ACCEPTED, answer, now);
            case REFUSED -> ended(claim, DeliveryState.REFUSED, answer, now);
            case PUT_OFF -> putOff(claim, answer, now, random);
            case AMBIGUOUS -> ambiguous(claim, answer, now, random);
            // Later than the others, or one recipient could keep the relay in trouble for ever.
            case RELAY_TROUBLE -> waiting(claim, now.plus(RetrySchedule.first(random)), now, answer);
            // Behind the others, which show whether it is the recipient's trouble after all.
            case CONCERNS_EVERYBODY -> waiting(claim, now.plusSeconds(60), now, answer);
        };
    }

    private static Outcome ended(Claim claim, DeliveryState state, Answer answer, Instant now) {
        return new Outcome(
                claim, state, null, now, answer, claim.failures(), claim.failingSince(), claim.ambiguities());
    }

    private static Outcome putOff(Claim claim, Answer answer, Instant now, RandomGenerator random) {
        int failures = claim.failures() + 1;
        Instant since = claim.failingSince();
        Instant failingSince = since == null ? now : since;
        Instant next = RetrySchedule.next(failures, failingSince, now, random).orElse(null);
        return new Outcome(
                claim,
                next == null ? DeliveryState.UNREACHABLE : DeliveryState.RETRYING,
                next,
                now,
                answer,
                failures,
                failingSince,
                claim.ambiguities());
    }

    /** Once more, and not again after that: whoever gets it twice has had enough. */
    private static Outcome ambiguous(Claim claim, Answer answer, Instant now, RandomGenerator random) {
        return new Outcome(
                claim,
                DeliveryState.AMBIGUOUS,
                claim.ambiguities() == 0 ? now.plus(RetrySchedule.first(random)) : null,
                now,
                answer,
                claim.failures(),
                claim.failingSince(),
                claim.ambiguities() + 1);
    }

    private static Outcome waiting(Claim claim, Instant next, @Nullable Instant at, @Nullable Answer answer) {
        DeliveryState state = claim.before();
        if (state == DeliveryState.IN_FLIGHT || (state == DeliveryState.QUEUED && at != null)) {
            state = DeliveryState.RETRYING;
        }
        return new Outcome(claim, state, next, at, answer, claim.failures(), claim.failingSince(), claim.ambiguities());
    }
}
