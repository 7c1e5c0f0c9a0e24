package ps.domain.policy.versions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import ps.domain.policy.audit.Fingerprint;

/**
 * All published versions in time. Of several whose effective date has come, the one that was published last is in
 * force: publishing and postponing refuse a day that would let a version take effect before one published earlier, so
 * this is also the latest to begin. A withdrawn version is never in force.
 */
public final class Timeline {

    private final List<Entry> chain;
    private final List<Version> oldestFirst;
    private final Map<Integer, Withdrawal> withdrawals = new HashMap<>();
    private final Map<Integer, List<Postponement>> postponements = new HashMap<>();
    private final ZoneId zone;

    /**
     * @param entries the whole chain, in any order
     * @param zone the zone in which an effective date begins
     */
    public Timeline(List<? extends Entry> entries, ZoneId zone) {
        this.chain = entries.stream()
                .<Entry>map(entry -> entry)
                .sorted(Comparator.comparingInt(entry -> entry.seal().seq()))
                .toList();
        this.zone = zone;
        List<Version> versions = new ArrayList<>();
        for (Entry entry : chain) {
            switch (entry) {
                case Version version -> versions.add(version);
                case Withdrawal withdrawal -> withdrawals.put(withdrawal.number(), withdrawal);
                case Postponement postponement ->
                    postponements
                            .computeIfAbsent(postponement.number(), none -> new ArrayList<>())
                            .add(postponement);
            }
        }
        versions.sort(Comparator.comparingInt(Version::number));
        this.oldestFirst = List.copyOf(versions);
    }

    /** The same with one more entry. */
    Timeline with(Entry entry) {
        return new Timeline(Stream.concat(chain.stream(), Stream.of(entry)).toList(), zone);
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
        return standing().findFirst();
    }

    /** The version that another one was written to follow: the last before it that was not withdrawn. */
    public Optional<Version> predecessorOf(Version version) {
        return standing().filter(earlier -> earlier.number() < version.number()).findFirst();
    }

    /** The version in force at a moment. */
    public Optional<Version> inForce(Instant moment) {
        return standing()
                .filter(version -> !beginningOf(version).isAfter(moment))
                .findFirst();
    }

    /** The version in force when a day begins. */
    public Optional<Version> inForceOn(LocalDate day) {
        return inForce(day.atStartOfDay(zone).toInstant());
    }

    /** The versions still to come, the next one first. */
    public List<Version> upcoming(Instant moment) {
        return standing()
                .filter(version -> beginningOf(version).isAfter(moment))
                .toList()
                .reversed();
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

    /** How a version was postponed, the first time first. */
    public List<Postponement> postponementsOf(Version version) {
        return List.copyOf(postponements.getOrDefault(version.number(), List.of()));
    }

    /** What was recorded of a version since its publication, in the order of the chain. */
    public List<Entry> laterEntriesOf(Version version) {
        return entriesOf(version).filter(entry -> !(entry instanceof Version)).toList();
    }

    /** The day from which a version is, was or will be in force: the one that counts, where it was postponed. */
    public LocalDate effectiveFrom(Version version) {
        List<Postponement> postponed = postponements.getOrDefault(version.number(), List.of());
        return postponed.isEmpty()
                ? version.effectiveFrom()
                : postponed.getLast().to();
    }

    /** The moment at which a version takes, or took, effect. */
    public Instant beginningOf(Version version) {
        return effectiveFrom(version).atStartOfDay(zone).toInstant();
    }

    /** The day from which another version has taken, or will take, the place of this one. */
    public Optional<LocalDate> endOf(Version version) {
        return standing()
                .filter(later -> later.number() > version.number())
                .reduce((later, earlier) -> earlier)
                .map(this::effectiveFrom);
    }

    /** Whether a version does not take effect though it stands: another one does on its very day. */
    public boolean isOvertaken(Version version) {
        return overtakenBy(version).isPresent();
    }

    /**
     * The version that takes effect on the day of this one in its place. One that was published when that day had begun
     * ended this one, which had taken effect.
     */
    public Optional<Version> overtakenBy(Version version) {
        return standing()
                .filter(later -> stands(version) && later.number() > version.number())
                .filter(later -> !effectiveFrom(later).isAfter(effectiveFrom(version)))
                .filter(later -> later.publishedAt().isBefore(beginningOf(version)))
                .findFirst();
    }

    /** Whether a version takes effect, and if not, why. */
    public Fate fateOf(Version version) {
        if (withdrawalOf(version).isPresent()) {
            return Fate.WITHDRAWN;
        }
        return isOvertaken(version) ? Fate.OVERTAKEN : Fate.EFFECTIVE;
    }

    /** When it became known that a version does not take effect, if it does not: it was withdrawn, or overtaken. */
    public Optional<Instant> givenUpAt(Version version) {
        return withdrawalOf(version)
                .map(Withdrawal::at)
                // It can also have been postponed to the day of a version that was there already.
                .or(() -> overtakenBy(version)
                        .map(Version::publishedAt)
                        .map(published -> published.isAfter(changedAt(version)) ? published : changedAt(version)));
    }

    /** When the answers of this timeline change next, after a moment. */
    public Optional<Instant> nextChange(Instant moment) {
        return upcoming(moment).stream().map(this::beginningOf).min(Comparator.naturalOrder());
    }

    /** When a version was published, postponed or withdrawn, whichever was last. */
    public Instant changedAt(Version version) {
        return entriesOf(version).map(Entry::at).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** When anything was published, postponed or withdrawn for the last time. */
    public Optional<Instant> lastChange() {
        return chain.stream().map(Entry::at).max(Comparator.naturalOrder());
    }

    /** Why a version cannot be withdrawn at a moment, if it cannot. */
    Optional<CannotWithdraw.Reason> refusalToWithdraw(Version version, Instant moment) {
        return switch (stateOf(version, moment)) {
            case UPCOMING -> Optional.empty();
            case IN_FORCE, SUPERSEDED -> Optional.of(CannotWithdraw.Reason.EFFECTIVE);
            case WITHDRAWN -> Optional.of(CannotWithdraw.Reason.WITHDRAWN);
        };
    }

    /** Why a version cannot be postponed to a day at a moment, if it cannot. */
    Optional<CannotPostpone.Reason> refusalToPostpone(Version version, LocalDate to, Instant moment) {
        return switch (stateOf(version, moment)) {
            case UPCOMING ->
                !to.isAfter(effectiveFrom(version))
                        ? Optional.of(CannotPostpone.Reason.NOT_LATER)
                        : endOf(version).filter(to::isAfter).map(next -> CannotPostpone.Reason.AFTER_THE_NEXT);
            case IN_FORCE, SUPERSEDED -> Optional.of(CannotPostpone.Reason.EFFECTIVE);
            case WITHDRAWN -> Optional.of(CannotPostpone.Reason.WITHDRAWN);
        };
    }

    /** The entry recorded last. */
    Optional<Entry> last() {
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast());
    }

    /** Fingerprints cover all there is to an entry. */
    boolean isSameAs(Timeline other) {
        return fingerprints().equals(other.fingerprints());
    }

    private List<Fingerprint> fingerprints() {
        return chain.stream().map(Entry::fingerprint).toList();
    }

    private Stream<Entry> entriesOf(Version version) {
        return chain.stream().filter(entry -> entry.number() == version.number());
    }

    /** Those that were not withdrawn, newest first. */
    private Stream<Version> standing() {
        return newestFirst().stream().filter(this::stands);
    }

    private boolean stands(Version version) {
        return !withdrawals.containsKey(version.number());
    }
}
