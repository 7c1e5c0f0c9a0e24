package ps.domain.policy.editing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.Obstacle;
import ps.domain.policy.versions.PublishedVersions;

/** Who allowed which draft to be announced later than the minimum notice wants it. */
@Component
class ShortNotices {

    private final Drafts drafts;
    private final PublishedVersions versions;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final Clock clock;

    ShortNotices(Drafts drafts, PublishedVersions versions, AuditTrail trail, JdbcClient jdbc, Clock clock) {
        this.drafts = drafts;
        this.versions = versions;
        this.trail = trail;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Allows it for one effective date; with another, it would have to be decided again.
     *
     * @param day the effective date that was shown, as {@code yyyy-MM-dd}
     * @return false when the draft has another effective date by now, and nothing was decided
     * @throws DraftClosed when the draft is published or discarded
     */
    @Transactional
    boolean allow(UUID id, String day, String reason, Actor by) {
        Draft draft = drafts.lock(id).orElseThrow(NoSuchDraft::new);
        if (draft.publishedAs().isPresent() || draft.isDiscarded()) {
            throw new DraftClosed();
        }
        LocalDate effectiveFrom = draft.details().effectiveFrom();
        if (effectiveFrom == null || !effectiveFrom.toString().equals(day)) {
            return false;
        }
        jdbc.sql("""
                INSERT INTO draft_short_notice (draft_id, effective_from, reason, decided_at, decided_by, decided_by_id)
                VALUES (:draft, :day, :reason, :at, :by, :byId)
                """)
                .param("draft", id)
                .param("day", effectiveFrom)
                .param("reason", reason)
                .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .param("by", by.name())
                .param("byId", by.id())
                .update();
        trail.record(
                by,
                "draft.short-notice-allowed",
                Drafting.subject(id),
                Map.of("effectiveFrom", effectiveFrom.toString(), "reason", reason));
        return true;
    }

    /** The decision that is good for a draft as it is now, if there is one. */
    @Transactional(readOnly = true)
    Optional<ShortNotice> of(UUID id) {
        return drafts.findById(id).flatMap(this::of);
    }

    /** Whether the only way to keep the draft's effective date is such a decision. */
    @Transactional(readOnly = true)
    boolean isNeeded(UUID id) {
        return versions.obstaclesTo(wanted(drafts.findById(id).orElseThrow(NoSuchDraft::new))).stream()
                .anyMatch(obstacle -> obstacle.kind() == Obstacle.Kind.EFFECTIVE_DATE_TOO_SOON);
    }

    /** What would be published now, with the decision if there is one. */
    NewVersion wanted(Draft draft) {
        return draft.toNewVersion()
                .atShortNotice(of(draft).map(ShortNotice::reason).orElse(null));
    }

    /** The same of a draft that is at hand. */
    Optional<ShortNotice> of(Draft draft) {
        LocalDate effectiveFrom = draft.details().effectiveFrom();
        return effectiveFrom == null
                ? Optional.empty()
                : jdbc.sql("""
                        SELECT * FROM draft_short_notice WHERE draft_id = :draft AND effective_from = :day
                        ORDER BY id DESC LIMIT 1
                        """)
                        .param("draft", draft.id())
                        .param("day", effectiveFrom)
                        .query((row, number) -> new ShortNotice(
                                row.getObject("effective_from", LocalDate.class),
                                row.getString("reason"),
                                row.getObject("decided_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getString("decided_by")))
                        .optional();
    }
}
