package ps.domain.policy.editing;

import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;

/** Makes a draft public: version, notice, audience, deliveries and trail in one transaction, or none of it. */
@Component
class Publication {

    private final Drafts drafts;
    private final PublishedVersions versions;
    private final Reviewing reviewing;
    private final Reasons reasons;
    private final ShortNotices shortNotices;
    private final Notices notices;
    private final AuditTrail trail;

    Publication(
            Drafts drafts,
            PublishedVersions versions,
            Reviewing reviewing,
            Reasons reasons,
            ShortNotices shortNotices,
            Notices notices,
            AuditTrail trail) {
        this.drafts = drafts;
        this.versions = versions;
        this.reviewing = reviewing;
        this.reasons = reasons;
        this.shortNotices = shortNotices;
        this.notices = notices;
        this.trail = trail;
    }

    /**
     * Publishes a draft as the person saw it.
     *
     * @param seenRevision the revision of the draft that was shown
     * @param recipients how many mails that person said will be sent; of no account for a minor version
     * @throws ChangedSinceSeen when the draft is another by now
     * @throws OtherAudience when another number of mails would be sent
     * @throws DraftClosed when it was published already, or discarded
     * @throws NotReady when something stands in the way
     * @throws NotApproved when nobody approved it as it is
     */
    @Transactional
    Version publish(UUID id, int seenRevision, long recipients, Actor by) {
        Draft draft = drafts.lock(id).orElseThrow(NoSuchDraft::new);
        if (draft.publishedAs().isPresent() || draft.isDiscarded()) {
            throw new DraftClosed();
        }
        if (draft.revision() != seenRevision) {
            throw new ChangedSinceSeen();
        }
        versions.lock(); // so that what it follows is the last one until it is published itself
        reasons.refuseIfAny(draft);
        ReviewStep approval = reviewing.requireApproval(draft);
        Version version = versions.publish(shortNotices.wanted(draft), by);
        draft.publishedAs(version);
        if (version.isMaterial() && notices.announce(version, by) != recipients) {
            throw new OtherAudience();
        }
        trail.record(
                by,
                "draft.published",
                Drafting.subject(id),
                Map.of(
                        "version", version.number(),
                        "revision", draft.revision(),
                        "approvedBy", approval.decidedBy()));
        return version;
    }
}
