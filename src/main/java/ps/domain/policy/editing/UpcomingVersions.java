package ps.domain.policy.editing;

import java.time.LocalDate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.Corrections;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Entry;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Withdraws a version that is still to come, or postpones it: chain, mailings and trail in one transaction. */
@Component
class UpcomingVersions {

    private final PublishedVersions versions;
    private final Corrections corrections;

    UpcomingVersions(PublishedVersions versions, Corrections corrections) {
        this.versions = versions;
        this.corrections = corrections;
    }

    /**
     * Withdraws a version as the person saw it.
     *
     * @param seen the place in the chain of what was recorded of it last
     * @throws ChangedSinceSeen when something else was recorded of it meanwhile
     * @throws ps.domain.policy.versions.CannotWithdraw when it is not upcoming any more
     */
    @Transactional
    void withdraw(int number, int seen, BilingualText reason, Actor by) {
        Version version = version(number);
        corrections.halt(
                version,
                () -> {
                    requireAsSeen(version, seen);
                    versions.withdraw(version, reason, by);
                },
                by);
    }

    /**
     * Lets a version as the person saw it take effect later.
     *
     * @param seen the place in the chain of what was recorded of it last
     * @throws ChangedSinceSeen when something else was recorded of it meanwhile
     * @throws ps.domain.policy.versions.CannotPostpone when it is not upcoming any more, or the day will not do
     */
    @Transactional
    void postpone(int number, int seen, LocalDate to, BilingualText reason, Actor by) {
        Version version = version(number);
        corrections.halt(
                version,
                () -> {
                    requireAsSeen(version, seen);
                    versions.postpone(version, to, reason, by);
                },
                by);
    }

    private Version version(int number) {
        return versions.timeline().version(number).orElseThrow(NoSuchVersion::new);
    }

    /** By now nobody else can withdraw or postpone it. */
    private void requireAsSeen(Version version, int seen) {
        if (lastEntryOf(version, versions.recordedTimeline()) != seen) {
            throw new ChangedSinceSeen();
        }
    }

    /** The place in the chain of what was recorded of a version last. */
    static int lastEntryOf(Version version, Timeline timeline) {
        return timeline.laterEntriesOf(version).stream()
                .reduce((earlier, later) -> later)
                .map(Entry::seal)
                .orElse(version.seal())
                .seq();
    }
}
