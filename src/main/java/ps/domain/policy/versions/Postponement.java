package ps.domain.policy.versions;

import java.time.Instant;
import java.time.LocalDate;
import ps.domain.policy.text.BilingualText;

/**
 * That a version takes effect later than was said before.
 *
 * @param number of the version
 * @param at when that was made public
 * @param from the day from which it was to be in force
 * @param to the day from which it is to be in force instead
 * @param reason why, for readers
 * @param seal its place in the chain, and its proof
 */
public record Postponement(int number, Instant at, LocalDate from, LocalDate to, BilingualText reason, Seal seal)
        implements Entry {

    Postponement sealed() {
        return new Postponement(number, at, from, to, reason, Seal.on(this));
    }
}
