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
    private final Notices notices;
    private final AuditTrail trail;

    Publication(
            Drafts drafts,
            PublishedVersions versions,
            Reviewing reviewing,
            Reasons reasons,
            Notices notices,
            AuditTrail trail) {
        this.drafts = drafts;
        this.versions = versions;
        this.reviewing = reviewing;
        this.reasons = reasons;
        this.notices = notices;
        this.trail = trail;
    }

    /**
     * Publishes a draft as the person saw it.
     *
     * @param seenRevision the revision of the draft that was shown
     * @throws ChangedSinceSeen when the draft is another by now
     * @throws DraftClosed when it was published already, or discarded
     * @throws NotReady when something stands in the way
     * @throws NotApproved when nobody approved it as it is
     */
    @Transactional
    Version publish(UUID id, int seenRevision, Actor by) {
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
        Version version = versions.publish(draft.toNewVersion(), by);
        draft.publishedAs(version);
        if (version.isMaterial()) {
            notices.announce(version, by);
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
