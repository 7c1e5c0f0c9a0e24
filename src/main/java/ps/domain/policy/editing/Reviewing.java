package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.staff.ReviewSettings;

/**
 * What happens to a draft between writing and publication: each a transaction with its entry in the trail, decided while
 * the draft is locked and against the revision that somebody saw.
 */
@Component
class Reviewing {

    private final Drafts drafts;
    private final Comments comments;
    private final Reasons reasons;
    private final ReviewSettings settings;
    private final AuditTrail trail;
    private final Clock clock;

    Reviewing(
            Drafts drafts, Comments comments, Reasons reasons, ReviewSettings settings, AuditTrail trail, Clock clock) {
        this.drafts = drafts;
        this.comments = comments;
        this.reasons = reasons;
        this.settings = settings;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Hands a draft to the reviewers. From then on it does not change.
     *
     * @param remark what they should know; may be empty
     * @throws NotReady when something stands in the way of publication
     * @throws ChangedSinceSeen when it is another by now, or somebody submitted it already
     */
    @Transactional
    void submit(UUID id, int seenRevision, String remark, Actor by) {
        Draft draft = lock(id);
        draft.submit(seenRevision, remark, by, now());
        reasons.refuseIfAny(draft);
        record(by, "draft.submitted", draft, remark);
    }

    /**
     * Takes it back from them, to go on writing.
     *
     * @throws ChangedSinceSeen when it is not in review any more
     */
    @Transactional
    void recall(UUID id, int seenRevision, String remark, Actor by) {
        Draft draft = lock(id);
        draft.recall(seenRevision, remark, by, now());
        record(by, "draft.recalled", draft, remark);
    }

    /**
     * Gives it back to those who write, even if it was approved already.
     *
     * @param remark what is to be changed
     * @throws ChangedSinceSeen when it is another by now, or is being written already
     */
    @Transactional
    void sendBack(UUID id, int seenRevision, String remark, Actor by) {
        Draft draft = lock(id);
        draft.sendBack(seenRevision, remark, by, now());
        record(by, "draft.returned", draft, remark);
    }

    /**
     * Approves it as it is.
     *
     * @param remark may be empty
     * @throws OwnWork when the person edited it, unless that is allowed
     * @throws NotReady when something stands in the way of publication by now
     * @throws ChangedSinceSeen when it is another by now, or is not in review any more
     */
    @Transactional
    void approve(UUID id, int seenRevision, String remark, Actor by) {
        Draft draft = lock(id);
        if (draft.isOpen() && settings.fourEyes() && draft.isEditedBy(by.id())) {
            throw new OwnWork();
        }
        draft.approve(seenRevision, remark, by, now());
        reasons.refuseIfAny(draft);
        record(by, "draft.approved", draft, remark);
    }

    /**
     * Lets nothing through that nobody approved, or by now could not have.
     *
     * @return the approval
     * @throws NotApproved when there is none of what stands in the draft now
     */
    ReviewStep requireApproval(Draft draft) {
        return draft.approval()
                .filter(approval -> !settings.fourEyes() || !draft.isEditedBy(approval.decidedById()))
                .orElseThrow(NotApproved::new);
    }

    /**
     * Says something about a draft.
     *
     * @param item what it is about; null for the whole
     * @return the number of the comment
     */
    @Transactional
    long comment(UUID id, @Nullable Item item, String text, Actor by) {
        Draft draft = lock(id);
        if (!draft.isOpen()) {
            throw new DraftClosed();
        }
        Comment comment = comments.save(new Comment(draft, item, text, by, now()));
        record(by, "draft.commented", draft, comment);
        return comment.id();
    }

    /** Notes that a comment is done with. */
    @Transactional
    void resolve(UUID id, long number, Actor by) {
        Draft draft = lock(id);
        Comment comment = comments.findByIdAndDraftId(number, id).orElseThrow(NoSuchDraft::new);
        if (comment.resolve(by, now())) {
            record(by, "draft.comment-resolved", draft, comment);
        }
    }

    /** Notes that it is not done with after all. */
    @Transactional
    void reopen(UUID id, long number, Actor by) {
        Draft draft = lock(id);
        Comment comment = comments.findByIdAndDraftId(number, id).orElseThrow(NoSuchDraft::new);
        if (comment.reopen()) {
            record(by, "draft.comment-reopened", draft, comment);
        }
    }

    private void record(Actor by, String action, Draft draft, String remark) {
        Map<String, Object> details = new LinkedHashMap<>(Map.of("revision", draft.revision()));
        if (!remark.isEmpty()) {
            details.put("remark", remark);
        }
        trail.record(by, action, Drafting.subject(draft.id()), details);
    }

    private void record(Actor by, String action, Draft draft, Comment comment) {
        Map<String, Object> details =
                new LinkedHashMap<>(Map.of("revision", draft.revision(), "comment", comment.id()));
        comment.item().ifPresent(item -> details.put("item", item.toString()));
        trail.record(by, action, Drafting.subject(draft.id()), details);
    }

    private Draft lock(UUID id) {
        return drafts.lock(id).orElseThrow(NoSuchDraft::new);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
