package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.delivery.Replies;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * Whether account holders still have their time: it begins when the mail server took the last mail of a notice, and not
 * when somebody pressed a button. Of a notice that is being sent, that moment is foretold from the rate.
 */
@Component
public class LateNotices {

    private final Notices notices;
    private final Mailings mailings;
    private final PublishedVersions versions;
    private final Clock clock;

    LateNotices(Notices notices, Mailings mailings, PublishedVersions versions, Clock clock) {
        this.notices = notices;
        this.mailings = mailings;
        this.versions = versions;
        this.clock = clock;
    }

    /**
     * That a version would take effect too soon. Days and moments are HTML.
     *
     * @param last when the last mail was accepted, or will be
     * @param expected whether that is still to come
     * @param fair the first day that leaves everybody enough time
     * @param day the same as {@code yyyy-MM-dd}
     */
    public record LateNotice(
            String version, String effective, String last, boolean expected, String fair, String day) {}

    /** Those of all versions that are still to come. */
    @Transactional(readOnly = true)
    public List<LateNotice> all(Language language) {
        return versions.timeline().upcoming(clock.instant()).stream()
                .flatMap(version -> of(version, language).stream())
                .toList();
    }

    /** That of a version, if it is still to come and its notice is late. */
    @Transactional(readOnly = true)
    public Optional<LateNotice> of(int number, Language language) {
        return versions.timeline().upcoming(clock.instant()).stream()
                .filter(version -> version.number() == number)
                .findFirst()
                .flatMap(version -> of(version, language));
    }

    private Optional<LateNotice> of(Version version, Language language) {
        Timeline timeline = versions.timeline();
        List<Notice> changes = notices.about(version.number()).stream()
                .filter(notice -> notice.kind() == NoticeKind.CHANGE)
                .toList();
        boolean expected = changes.stream().anyMatch(this::isOpen);
        LocalDate effective = timeline.effectiveFrom(version);
        return changes.stream()
                .flatMap(notice -> lastAccepted(notice).stream())
                .max(Comparator.naturalOrder())
                .filter(last -> versions.earliestAfterNotice(last).isAfter(effective))
                .map(last -> {
                    LocalDate fair = versions.earliestAfterNotice(last);
                    return new LateNotice(
                            Integer.toString(version.number()),
                            Dates.toHtml(effective, language),
                            Dates.toHtml(last, timeline.zone(), language),
                            expected,
                            Dates.toHtml(fair, language),
                            fair.toString());
                });
    }

    private boolean isOpen(Notice notice) {
        Phase phase = mailings.progress(notice.mailing()).phase();
        return phase != Phase.FINISHED && phase != Phase.STOPPED;
    }

    private Optional<Instant> lastAccepted(Notice notice) {
        Progress progress = mailings.progress(notice.mailing());
        Stream<Instant> accepted =
                progress.replies().stream().filter(LateNotices::isAcceptance).map(Replies::lastAt);
        return Stream.concat(accepted, expectedEnd(progress).stream()).max(Comparator.naturalOrder());
    }

    private static boolean isAcceptance(Replies replies) {
        Integer code = replies.code();
        return code != null && code >= 200 && code <= 299;
    }

    /** When the rest will have been sent, at the earliest; none if there is no rest. */
    private Optional<Instant> expectedEnd(Progress progress) {
        if (progress.phase() == Phase.FINISHED || progress.phase() == Phase.STOPPED) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant begin = now.isBefore(progress.notBefore()) ? progress.notBefore() : now;
        long left = progress.queued() + progress.inFlight() + progress.retrying();
        double perSecond = progress.perSecond();
        return Optional.of(perSecond > 0 ? begin.plus(Duration.ofSeconds((long) (left / perSecond))) : begin);
    }
}
