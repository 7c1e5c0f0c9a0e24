package ps.domain.policy.versions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * What is in force until a version takes effect.
 *
 * @param inForce now
 * @param next what takes its place before that version does, if anything does
 */
public record Meanwhile(Version inForce, @Nullable Next next) {

    /** Another version that was announced before, and the day from which it is in force. */
    public record Next(Version version, LocalDate from) {}

    /**
     * As it stands now; nothing if the version is in force itself.
     *
     * @param from the day from which it is to be in force, or null if it never is
     */
    public static Optional<Meanwhile> before(
            Version version, @Nullable LocalDate from, Timeline timeline, Instant now) {
        Next next = timeline.upcoming(now).stream()
                .filter(other -> other.number() != version.number())
                // What only this version takes the place of takes effect if this one does not.
                .filter(other -> timeline.overtakenBy(other)
                        .filter(by -> by.number() != version.number())
                        .isEmpty())
                .map(other -> new Next(other, timeline.effectiveFrom(other)))
                .filter(other -> from == null || other.from().isBefore(from))
                .findFirst()
                .orElse(null);
        return timeline.inForce(now)
                .filter(current -> current.number() != version.number())
                .map(current -> new Meanwhile(current, next));
    }

    /** The number of the one in force. */
    public String number() {
        return Integer.toString(inForce.number());
    }

    /** For the message {@code mail.change.next}: number of the one, number of the other, and when that takes its place. */
    public static Object[] words(Meanwhile meanwhile, Next next, Language language) {
        return new Object[] {
            meanwhile.number(), Integer.toString(next.version().number()), Dates.inWords(next.from(), language)
        };
    }
}
