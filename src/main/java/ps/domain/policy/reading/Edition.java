package ps.domain.policy.reading;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/**
 * What readers see between two changes: the timeline, and a moment that stands for all until the next effective date.
 *
 * @param timeline all versions
 * @param moment when this edition was begun
 * @param end when the next version takes effect, if one is upcoming
 */
record Edition(Timeline timeline, Instant moment, @Nullable Instant end) {

    static Edition of(Timeline timeline, Instant moment) {
        return new Edition(timeline, moment, timeline.nextChange(moment).orElse(null));
    }

    /** Where a version stands in it. */
    VersionState stateOf(Version version) {
        return timeline.stateOf(version, moment);
    }

    /** Whether it is still what readers are to see. */
    @SuppressWarnings("ReferenceEquality") // another timeline is another object
    boolean isCurrent(Timeline newest, Instant now) {
        return timeline == newest && !now.isBefore(moment) && (end == null || now.isBefore(end));
    }
}
