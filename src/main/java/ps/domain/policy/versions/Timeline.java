package ps.domain.policy.versions;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ps.domain.policy.audit.Fingerprint;

/**
 * All published versions in time. Of several whose effective date has come, the one that was published last is in
 * force: publishing refuses an effective date before that of an earlier version, so this is also the latest to begin. A
 * withdrawn version is never in force.
 */
public final class Timeline {

    private final List<Version> oldestFirst;
    private final Map<Integer, Withdrawal> withdrawals;
    private final ZoneId zone;

    /**
     * @param versions in any order
     * @param withdrawals by the number of the version
     * @param zone the zone in which an effective date begins
     */
    public Timeline(List<Version> versions, Map<Integer, Withdrawal> withdrawals, ZoneId zone) {
        this.oldestFirst = versions.stream()
                .sorted(Comparator.comparingInt(Version::number))
                .toList();
        this.withdrawals = Map.copyOf(withdrawals);
        this.zone = zone;
    }

    /** The zone in which an effective date begins. */
    public ZoneId zone() {
        return zone;
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

    /** The version published last. */
    public Optional<Version> latest() {
        return oldestFirst.isEmpty() ? Optional.empty() : Optional.of(oldestFirst.getLast());
    }

    /** The version published last, of those that were not withdrawn. */
    public Optional<Version> latestStanding() {
        return newestFirst().stream().filter(this::stands).findFirst();
    }

    /** The version that another one was written to follow: the last before it that was not withdrawn. */
    public Optional<Version> predecessorOf(Version version) {
        return newestFirst().stream()
                .filter(earlier -> earlier.number() < version.number())
                .filter(this::stands)
                .findFirst();
    }

    /** The version in force at a moment. */
    public Optional<Version> inForce(Instant moment) {
        return newestFirst().stream()
                .filter(this::stands)
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
                .filter(this::stands)
                .filter(version -> beginningOf(version).isAfter(moment))
                .toList();
    }

    /** Where a version stands at a moment. */
    public VersionState stateOf(Version version, Instant moment) {
        if (!stands(version)) {
            return VersionState.WITHDRAWN;
        }
        if (beginningOf(version).isAfter(moment)) {
            return VersionState.UPCOMING;
        }
        return inForce(moment)
                .filter(current -> current.number() == version.number())
                .map(current -> VersionState.IN_FORCE)
                .orElse(VersionState.SUPERSEDED);
    }

    /** How a version was taken back, if it was. */
    public Optional<Withdrawal> withdrawalOf(Version version) {
        return Optional.ofNullable(withdrawals.get(version.number()));
    }

    /** The moment at which a version takes, or took, effect. */
    public Instant beginningOf(Version version) {
        return version.effectiveFrom().atStartOfDay(zone).toInstant();
    }

    /** The day from which another version has taken, or will take, the place of this one. */
    public Optional<LocalDate> endOf(Version version) {
        return oldestFirst.stream()
                .filter(later -> later.number() > version.number())
                .filter(this::stands)
                .map(Version::effectiveFrom)
                .findFirst();
    }

    /** When the answers of this timeline change next, after a moment. */
    public Optional<Instant> nextChange(Instant moment) {
        return upcoming(moment).stream().map(this::beginningOf).min(Comparator.naturalOrder());
    }

    /** Why a version cannot be withdrawn at a moment, if it cannot. */
    Optional<CannotWithdraw.Reason> refusalToWithdraw(Version version, Instant moment) {
        return switch (stateOf(version, moment)) {
            case UPCOMING -> Optional.empty();
            case IN_FORCE, SUPERSEDED -> Optional.of(CannotWithdraw.Reason.EFFECTIVE);
            case WITHDRAWN -> Optional.of(CannotWithdraw.Reason.WITHDRAWN);
        };
    }

    /** Fingerprints cover all there is to a version. */
    boolean isSameAs(Timeline other) {
        return fingerprints().equals(other.fingerprints()) && withdrawals.equals(other.withdrawals);
    }

    private List<Fingerprint> fingerprints() {
        return oldestFirst.stream().map(Version::fingerprint).toList();
    }

    private boolean stands(Version version) {
        return !withdrawals.containsKey(version.number());
    }

    static Timeline of(List<Version> versions, Map<Integer, Withdrawal> withdrawals, Clock clock) {
        return new Timeline(versions, withdrawals, clock.getZone());
    }
}
