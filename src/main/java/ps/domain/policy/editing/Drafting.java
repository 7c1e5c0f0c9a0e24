package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Version;

/** Everything that can be done to a draft short of publishing it: each a transaction with its entry in the trail. */
@Component
class Drafting {

    private final Drafts drafts;
    private final PublishedVersions versions;
    private final AuditTrail trail;
    private final Clock clock;

    Drafting(Drafts drafts, PublishedVersions versions, AuditTrail trail, Clock clock) {
        this.drafts = drafts;
        this.versions = versions;
        this.trail = trail;
        this.clock = clock;
    }

    /** Begins a draft as a copy of the version in force. */
    @Transactional
    UUID begin(Actor by) {
        Version inForce = versions.recordedTimeline()
                .inForce(clock.instant())
                .orElseThrow(() -> new IllegalStateException("No version is in force"));
        Draft draft = drafts.save(Draft.copyOf(inForce, by, now()));
        trail.record(by, "draft.begun", subject(draft.id()), Map.of("basedOn", inForce.number()));
        return draft.id();
    }

    @Transactional
    void edit(UUID id, SectionKey key, int seenRevision, BilingualText heading, BilingualText body, Actor by) {
        change(id, by, "draft.section-edited", Map.of("section", key.value()), (draft, at) -> {
            draft.edit(key, seenRevision, heading, body, by, at);
        });
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
    void decide(UUID id, Draft.Details details, int seenRevision, Actor by) {
        change(id, by, "draft.details-edited", Map.of(), (draft, at) -> {
            draft.decide(details, seenRevision, by, at);
        });
    }

    @Transactional
    void discard(UUID id, Actor by) {
        Draft draft = drafts.lock(id).orElseThrow(NoSuchDraft::new);
        draft.discard(now());
        trail.record(by, "draft.discarded", subject(id), Map.of());
    }

    @Transactional
    void restore(UUID id, Actor by) {
        Draft draft = drafts.lock(id).orElseThrow(NoSuchDraft::new);
        if (draft.isDiscarded()) {
            draft.restore();
            trail.record(by, "draft.restored", subject(id), Map.of());
        }
    }

    /** Locks, changes, and writes down that it was changed, if it was. */
    private void change(UUID id, Actor by, String action, Map<String, ?> details, BiConsumer<Draft, Instant> command) {
        Draft draft = drafts.lock(id).orElseThrow(NoSuchDraft::new);
        int before = draft.revision();
        command.accept(draft, now());
        if (draft.revision() != before) {
            trail.record(by, action, subject(id), details);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static String subject(UUID id) {
        return "draft:" + id;
    }
}
