package ps.domain.policy.notices;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Meanwhile;
import ps.domain.policy.versions.Version;

/**
 * What is to be said to those who were told of a version.
 *
 * @param version the version
 * @param postponedTo the day from which it is to be in force instead, or null if it was withdrawn
 * @param reason why, for readers
 * @param meanwhile what stays in force
 */
record Correction(
        Version version, @Nullable LocalDate postponedTo, BilingualText reason, Optional<Meanwhile> meanwhile) {

    /**
     * An earlier notice of the version.
     *
     * @param reference the code that recipients find in it
     * @param day from which it said that the version would be in force
     */
    record Announced(String reference, LocalDate day) {}
}
