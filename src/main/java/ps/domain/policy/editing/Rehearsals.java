package ps.domain.policy.editing;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.notices.MailPreview;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.reading.Rehearsal;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** What readers and account holders would see if a draft were published as it is now. */
@Component
class Rehearsals {

    private final Drafts drafts;
    private final PublishedVersions versions;
    private final ShortNotices shortNotices;
    private final Notices notices;
    private final Rehearsal readers;
    private final Clock clock;

    Rehearsals(
            Drafts drafts,
            PublishedVersions versions,
            ShortNotices shortNotices,
            Notices notices,
            Rehearsal readers,
            Clock clock) {
        this.drafts = drafts;
        this.versions = versions;
        this.shortNotices = shortNotices;
        this.notices = notices;
        this.readers = readers;
        this.clock = clock;
    }

    /** What would happen. */
    @Transactional(readOnly = true)
    public PublicationPage publication(UUID id, Language language) {
        Timeline timeline = timeline(id);
        Version version = timeline.latest().orElseThrow();
        return PublicationPage.of(
                version,
                timeline,
                clock.instant(),
                shortNotices.of(id).orElse(null),
                notices.audience(),
                version.isMaterial() ? notices.rehearse(version, timeline) : List.of(),
                language);
    }

    /** The page of the version, as HTML in UTF-8. */
    @Transactional(readOnly = true)
    public byte[] text(UUID id, Language language) {
        Timeline timeline = timeline(id);
        return readers.version(timeline.latest().orElseThrow(), timeline, language);
    }

    /** The page that compares it with the one before, likewise. */
    @Transactional(readOnly = true)
    public byte[] comparison(UUID id, Language language) {
        Timeline timeline = timeline(id);
        Version version = timeline.latest().orElseThrow();
        return readers.comparison(timeline.predecessorOf(version).orElseThrow(), version, timeline, language);
    }

    /** The mail that has this language first. */
    @Transactional(readOnly = true)
    public MailPreview mail(UUID id, Language first) {
        Timeline timeline = timeline(id);
        return notices.rehearse(timeline.latest().orElseThrow(), timeline).stream()
                .filter(mail -> mail.language() == first)
                .findFirst()
                .orElseThrow();
    }

    private Timeline timeline(UUID id) {
        return versions.rehearse(shortNotices.wanted(drafts.findById(id).orElseThrow(NoSuchDraft::new)));
    }
}
