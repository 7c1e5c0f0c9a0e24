package ps.domain.policy.editing;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import ps.domain.policy.audit.Actor;

/** One thing that was decided about a draft on its way through review. The database refuses to change one. */
@Entity
@Immutable
@Table(name = "draft_review")
class ReviewStep {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @SuppressWarnings("UnusedVariable") // tells the order
    private @Nullable Long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "draft_id")
    @SuppressWarnings("UnusedVariable") // the side of the relation that owns the column
    private Draft draft;

    private int draftRevision;

    @Enumerated(EnumType.STRING)
    private Decision decision;

    private String remark;

    private Instant decidedAt;

    private String decidedBy;

    private @Nullable UUID decidedById;

    /** What can be decided. */
    enum Decision {
        /** It goes to a reviewer. */
        SUBMITTED,
        /** Whoever writes goes on writing instead. */
        RECALLED,
        /** The reviewer wants something changed. */
        RETURNED,
        /** It may be published as it is. */
        APPROVED
    }

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected ReviewStep() {}

    /** @throws IllegalArgumentException when a draft is returned without a word */
    ReviewStep(Draft draft, int draftRevision, Decision decision, String remark, Actor by, Instant at) {
        Assert.isTrue(decision != Decision.RETURNED || !remark.isBlank(), "Who returns a draft says why");
        this.draft = draft;
        this.draftRevision = draftRevision;
        this.decision = decision;
        this.remark = remark;
        this.decidedAt = at;
        this.decidedBy = by.name();
        this.decidedById = by.id();
    }

    /** The revision of the draft that it was decided about. */
    int draftRevision() {
        return draftRevision;
    }

    Decision decision() {
        return decision;
    }

    /** Plain text; may be empty. */
    String remark() {
        return remark;
    }

    Instant decidedAt() {
        return decidedAt;
    }

    String decidedBy() {
        return decidedBy;
    }

    @Nullable
    UUID decidedById() {
        return decidedById;
    }
}
