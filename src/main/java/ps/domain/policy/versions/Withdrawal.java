package ps.domain.policy.versions;

import java.time.Instant;
import ps.domain.policy.text.BilingualText;

/**
 * That a version was taken back before it took effect.
 *
 * @param number of the version
 * @param at when that was made public
 * @param reason why, for readers
 * @param seal its place in the chain, and its proof
 */
public record Withdrawal(int number, Instant at, BilingualText reason, Seal seal) implements Entry {

    Withdrawal sealed() {
        return new Withdrawal(number, at, reason, Seal.on(this));
    }
}
