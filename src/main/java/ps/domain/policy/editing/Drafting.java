package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.editing.Revision.Cause;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Everything that can be done to a draft short of publishing it: each a transaction with its entry in the trail. */
@Component
class Drafting {

    private final Drafts drafts;
    private final Revisions revisions;
    private final PublishedVersions versions;
    private final AuditTrail trail;
    private final Clock clock;

    Drafting(Drafts drafts, Revisions revisions, PublishedVersions versions, AuditTrail trail, Clock clock) {
        this.drafts = drafts;
        this.revisions = revisions;
        this.versions = versions;
        this.trail = trail;
        this.clock = clock;
    }

    /** Begins a draft as a copy of the version that it would follow: the one published last that was not withdrawn. */
    @Transactional
    UUID begin(Actor by) {
        Version last = versions.recordedTimeline()
                .latestStanding()
                .orElseThrow(() -> new IllegalStateException("No version is published"));
        Draft draft = drafts.save(Draft.copyOf(last, by, now()));
        trail.record(by, "draft.begun", subject(draft.id()), Map.of("basedOn", last.number()));
        return draft.id();
    }

    /** The text of whom somebody else came before is kept among the revisions, whatever happens next. */
    @Transactional(noRollbackFor = {EditedMeanwhile.class, SectionGone.class, DraftClosed.class})
    void edit(UUID id, SectionKey key, int seenRevision, BilingualText heading, BilingualText body, Actor by) {
        Map<String, Object> details = new LinkedHashMap<>(Map.of("section", key.value()));
        change(id, by, "draft.section-edited", details, (draft, at) -> {
            draft.edit(key, seenRevision, new Wording(heading, body), by, at);
            details.put("revision", draft.revisionOf(Item.section(key)));
        });
    }

    /**
     * The same while the editor goes on writing; the trail tells of each sitting once.
     *
     * @return the revision of the section by now
     */
    @Transactional(noRollbackFor = {EditedMeanwhile.class, SectionGone.class, DraftClosed.class})
    int autosave(UUID id, SectionKey key, int seenRevision, BilingualText heading, BilingualText body, Actor by) {
        Draft draft = lock(id);
        Optional<ReviewStep> approval = draft.approval();
        try {
            if (draft.autosave(key, seenRevision, new Wording(heading, body), by, now())) {
                Map<String, ?> details =
                        Map.of("section", key.value(), "revision", draft.revisionOf(Item.section(key)));
                trail.record(by, "draft.section-edited", subject(id), details);
                approval.ifPresent(lost -> recordLoss(lost, draft, by));
            }
        } finally {
            keep(draft.archived());
        }
        return draft.revisionOf(Item.section(key));
    }

    @Transactional
    void add(UUID id, SectionKey key, BilingualText heading, Actor by) {
        change(id, by, "draft.section-added", Map.of("section", key.value()), (draft, at) -> {
            draft.add(key, heading, by, at);
        });
    }

    @Transactional
    void remove(UUID id, SectionKey key, Actor by) {
        change(id, by, "draft.section-removed", Map.of("section", key.value()), (draft, at) -> {
            draft.remove(key, by, at);
        });
    }

    @Transactional
    void move(UUID id, SectionKey key, int direction, Actor by) {
        change(id, by, "draft.section-moved", Map.of("section", key.value()), (draft, at) -> {
            draft.move(key, direction, by, at);
        });
    }

    @Transactional
    void moveTo(UUID id, SectionKey key, int place, Actor by) {
        change(id, by, "draft.section-moved", Map.of("section", key.value()), (draft, at) -> {
            draft.moveTo(key, place, by, at);
        });
    }

    @Transactional(noRollbackFor = {EditedMeanwhile.class, DraftClosed.class})
    void decide(UUID id, Draft.Details details, int seenRevision, Actor by) {
        Map<String, Object> changes = new LinkedHashMap<>();
        change(id, by, "draft.details-edited", changes, (draft, at) -> {
            Draft.Details before = draft.details();
            draft.decide(details, seenRevision, by, at);
            changes.putAll(details.changesSince(before));
        });
    }

    @Transactional(noRollbackFor = {EditedMeanwhile.class, DraftClosed.class})
    void explain(UUID id, Map<SectionKey, BilingualText> effects, int seenRevision, Actor by) {
        Map<String, Object> details = new LinkedHashMap<>();
        change(id, by, "draft.effects-edited", details, (draft, at) -> {
            List<String> changed = effects.entrySet().stream()
                    .filter(effect -> !draft.effect(effect.getKey()).equals(effect.getValue()))
                    .map(effect -> effect.getKey().value())
                    .sorted()
                    .toList();
            draft.explain(effects, seenRevision, by, at);
            details.put("sections", changed);
        });
    }

    @Transactional
    void confirm(UUID id, Item item, Language language, int seenRevision, Actor by) {
        Map<String, String> details = Map.of("item", item.toString(), "language", language.tag());
        change(id, by, "draft.translation-confirmed", details, (draft, at) -> {
            draft.confirm(item, language, seenRevision, by, at);
        });
    }

    /**
     * Puts an earlier text back.
     *
     * @throws NoSuchDraft when the draft has no such revision
     */
    @Transactional
    void restore(UUID id, long revision, Actor by) {
        Revision earlier = revisions.findByIdAndDraftId(revision, id).orElseThrow(NoSuchDraft::new);
        Map<String, ?> details = Map.of("item", earlier.item().toString(), "revision", revision);
        change(id, by, "draft.text-restored", details, (draft, at) -> {
            draft.restore(earlier, by, at);
        });
    }

    /**
     * Has a draft follow the version that was published last.
     *
     * @param seenRevision the revision of the draft that was shown
     * @param onto the number of the version that was shown
     * @throws ChangedSinceSeen when either is another by now
     */
    @Transactional
    void rebase(UUID id, int seenRevision, int onto, Rebase.Decisions decisions, Actor by) {
        Draft draft = lockAsSeen(id, seenRevision);
        Timeline timeline = versions.recordedTimeline();
        Version target = timeline.latestStanding()
                .filter(version -> version.number() == onto)
                .orElseThrow(ChangedSinceSeen::new);
        Version base = timeline.version(draft.basedOn()).orElseThrow();
        Rebase.Result result = Rebase.of(draft, base, target).decided(decisions, Rebase.keysOf(base));
        Map<String, ?> details = Map.of("from", draft.basedOn(), "onto", onto);
        change(id, by, "draft.rebased", details, (same, at) -> {
            same.become(result.title(), result.sections(), result.inStep(), Cause.REBASED, by, at);
            same.follow(target, by, at);
        });
    }

    /**
     * Fills a draft from files.
     *
     * @param seenRevision the revision of the draft that was shown
     * @throws ChangedSinceSeen when it is another by now
     */
    @Transactional
    void fill(UUID id, int seenRevision, ImportPlan plan, Actor by) {
        lockAsSeen(id, seenRevision);
        change(id, by, "draft.filled", Map.of("sections", plan.sections().size()), (draft, at) -> {
            draft.become(plan.title(), plan.sections(), Set.of(), Cause.IMPORTED, by, at);
        });
    }

    @Transactional
    void discard(UUID id, Actor by) {
        Draft draft = lock(id);
        draft.discard(now());
        trail.record(by, "draft.discarded", subject(id), Map.of());
    }

    @Transactional
    void restore(UUID id, Actor by) {
        Draft draft = lock(id);
        if (draft.isDiscarded()) {
            draft.restore();
            trail.record(by, "draft.restored", subject(id), Map.of());
        }
    }

    /** Locks, changes, keeps what that replaced, and writes down that it was changed, if it was. */
    private void change(UUID id, Actor by, String action, Map<String, ?> details, BiConsumer<Draft, Instant> command) {
        Draft draft = lock(id);
        int before = draft.revision();
        Optional<ReviewStep> approval = draft.approval();
        try {
            command.accept(draft, now());
        } finally {
            keep(draft.archived());
        }
        if (draft.revision() != before) {
            trail.record(by, action, subject(id), details);
            approval.ifPresent(lost -> recordLoss(lost, draft, by));
        }
    }

    /** That an approval does not count any more follows from the revision; the trail says by whom it came to that. */
    private void recordLoss(ReviewStep approval, Draft draft, Actor by) {
        trail.record(
                by,
                "draft.approval-lost",
                subject(draft.id()),
                Map.of(
                        "approvedBy", approval.decidedBy(),
                        "approvedRevision", approval.draftRevision(),
                        "revision", draft.revision()));
    }

    private Draft lock(UUID id) {
        return drafts.lock(id).orElseThrow(NoSuchDraft::new);
    }

    private Draft lockAsSeen(UUID id, int seenRevision) {
        Draft draft = lock(id);
        draft.refuseUnlessWritable();
        if (draft.revision() != seenRevision) {
            throw new ChangedSinceSeen();
        }
        return draft;
    }

    /** A text that was turned away again and again while somebody went on trying is kept once. */
    private void keep(List<Revision> archived) {
        for (Revision revision : archived) {
            boolean known = revision.cause() == Cause.NOT_TAKEN
                    && revisions
                            .last(revision.draftId(), revision.item().toString())
                            .filter(revision::repeats)
                            .isPresent();
            if (!known) {
                revisions.save(revision);
            }
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static String subject(UUID id) {
        return "draft:" + id;
    }
}
