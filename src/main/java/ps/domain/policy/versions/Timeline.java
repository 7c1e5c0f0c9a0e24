package ps.domain.policy.versions;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All published versions in time. Of several whose effective date has come, the one that was published last is in
 * force: publishing refuses an effective date before that of an earlier version, so this is also the latest to begin.
 */
public final class Timeline {

    private final List<Version> oldestFirst;
    private final ZoneId zone;

    /**
     * @param versions in any order
     * @param zone the zone in which an effective date begins
     */
    public Timeline(List<Version> versions, ZoneId zone) {
        this.oldestFirst = versions.stream()
                .sorted(Comparator.comparingInt(Version::number))
                .toList();
        this.zone = zone;
    }

    /** Every version, newest first. */
    public List<Version> newestFirst() {
        return oldestFirst.reversed();
    }

    /** The version with this number. */
    public Optional<Version> version(int number) {
        return number >= 1 && number <= oldestFirst.size()
                ? Optional.of(oldestFirst.get(number - 1))
                : Optional.empty();
    }

    /** The version that a version says in its summary what is different from. */
    public Optional<Version> predecessorOf(Version version) {
        return version(version.number() - 1);
    }

    /** The version published last. */
    public Optional<Version> latest() {
        return oldestFirst.isEmpty() ? Optional.empty() : Optional.of(oldestFirst.getLast());
    }

    /** The version in force at a moment. */
    public Optional<Version> inForce(Instant moment) {
        return newestFirst().stream()
                .filter(version -> !beginningOf(version).isAfter(moment))
                .findFirst();
    }

    /** The version in force when a day begins. */
    public Optional<Version> inForceOn(LocalDate day) {
        return inForce(day.atStartOfDay(zone).toInstant());
    }

    /** The versions still to come, the next one first. */
    public List<Version> upcoming(Instant moment) {
        return oldestFirst.stream()
                .filter(version -> beginningOf(version).isAfter(moment))
                .toList();
    }

    /** Where a version stands at a moment. */
    public VersionState stateOf(Version version, Instant moment) {
        if (beginningOf(version).isAfter(moment)) {
            return VersionState.UPCOMING;
        }
        return inForce(moment)
                .filter(current -> current.number() == version.number())
                .map(current -> VersionState.IN_FORCE)
                .orElse(VersionState.SUPERSEDED);
    }

    /** The moment at which a version takes, or took, effect. */
    public Instant beginningOf(Version version) {
        return version.effectiveFrom().atStartOfDay(zone).toInstant();
    }

    /** The day from which another version has taken, or will take, the place of this one. */
    public Optional<LocalDate> endOf(Version version) {
        return oldestFirst.stream()
                .filter(later -> later.number() > version.number())
                .map(Version::effectiveFrom)
                .findFirst();
    }

    /** When the answers of this timeline change next, after a moment. */
    public Optional<Instant> nextChange(Instant moment) {
        return upcoming(moment).stream().map(this::beginningOf).min(Comparator.naturalOrder());
    }

    static Timeline of(List<Version> versions, Clock clock) {
        return new Timeline(versions, clock.getZone());
    }
}
