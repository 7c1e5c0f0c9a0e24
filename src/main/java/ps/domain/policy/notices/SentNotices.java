package ps.domain.policy.notices;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.delivery.Progress.Phase;

/** The notices as those know them who got one: there is none before the hold is over. */
@Component
class SentNotices {

    private final Notices notices;
    private final Mailings mailings;
    private final Clock clock;

    SentNotices(Notices notices, Mailings mailings, Clock clock) {
        this.notices = notices;
        this.mailings = mailings;
        this.clock = clock;
    }

    /**
     * A notice and what was sent of it.
     *
     * @param sent whether anything was: not if it was stopped before anybody got it
     * @param correctedBy the references of the notices that correct it
     */
    record SentNotice(Notice notice, boolean sent, Progress progress, List<Letter> letters, List<String> correctedBy) {}

    /** The one with a reference. */
    @Transactional(readOnly = true)
    public Optional<SentNotice> find(String reference) {
        return notices.withReference(reference).flatMap(this::asSent);
    }

    private Optional<SentNotice> asSent(Notice notice) {
        Progress progress = mailings.progress(notice.mailing());
        boolean untouched = progress.queued() == progress.total();
        boolean stopped = progress.phase() == Phase.STOPPED;
        if (untouched && !stopped && clock.instant().isBefore(progress.notBefore())) {
            return Optional.empty();
        }
        return Optional.of(new SentNotice(
                notice,
                !(untouched && (stopped || progress.total() == 0)),
                progress,
                mailings.letters(notice.mailing()),
                correctedBy(notice)));
    }

    private List<String> correctedBy(Notice notice) {
        if (!notice.kind().isAboutNewText()) {
            return List.of();
        }
        return notices.about(notice.version()).stream()
                .filter(other -> other.kind() == NoticeKind.CORRECTION)
                .filter(correction -> mailings.letters(correction.mailing()).stream()
                        .anyMatch(letter -> notice.reference().equals(NoticePage.LetterRow.correctedBy(letter))))
                .map(Notice::reference)
                .toList();
    }
}
