package ps.domain.policy.editing;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;

/** A text that once stood in a draft, or was meant to. The database refuses to change one. */
@Entity
@Immutable
@Table(name = "draft_revision")
class Revision {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private UUID draftId;

    private String item;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "heading_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "heading_en"))
    private BilingualText heading;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "body_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "body_en"))
    private BilingualText body;

    @Enumerated(EnumType.STRING)
    private @Nullable Language behind;

    private int position;

    private Instant madeAt;

    private String madeBy;

    @SuppressWarnings("UnusedVariable") // for the database: names change, accounts do not
    private @Nullable UUID madeById;

    @Enumerated(EnumType.STRING)
    private Cause cause;

    private Instant archivedAt;

    private String archivedBy;

    /** Why a text is not, or no longer, the one that stands in the draft. */
    enum Cause {
        /** Somebody saved another one. */
        EDITED,
        /** The section was taken out. */
        REMOVED,
        /** An earlier one was put back. */
        RESTORED,
        /** A file took its place. */
        IMPORTED,
        /** What changed in another version took its place. */
        REBASED,
        /** Somebody else's came first. */
        NOT_TAKEN
    }

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Revision() {}

    /**
     * @param position where the section stood, counted from 1; 0 for what never stood there and for what has no place
     * @param author who wrote it
     * @param cause why it is here, brought about by {@code by} at {@code at}
     */
    Revision(
            UUID draftId,
            Item item,
            Wording wording,
            @Nullable Language behind,
            int position,
            Author author,
            Cause cause,
            Actor by,
            Instant at) {
        this.draftId = draftId;
        this.item = item.toString();
        this.heading = wording.heading();
        this.body = wording.body();
        this.behind = behind;
        this.position = position;
        this.madeAt = author.at();
        this.madeBy = author.name();
        this.madeById = author.id();
        this.cause = cause;
        this.archivedAt = at;
        this.archivedBy = by.name();
    }

    /** Who wrote something, and when. */
    record Author(@Nullable UUID id, String name, Instant at) {

        static Author of(Actor actor, Instant at) {
            return new Author(actor.id(), actor.name(), at);
        }
    }

    long id() {
        return Objects.requireNonNull(id, "It is not kept yet");
    }

    UUID draftId() {
        return draftId;
    }

    Item item() {
        return Item.parse(item).orElseThrow();
    }

    Wording wording() {
        return new Wording(heading, body);
    }

    @Nullable
    Language behind() {
        return behind;
    }

    int position() {
        return position;
    }

    Instant madeAt() {
        return madeAt;
    }

    String madeBy() {
        return madeBy;
    }

    Cause cause() {
        return cause;
    }

    Instant archivedAt() {
        return archivedAt;
    }

    String archivedBy() {
        return archivedBy;
    }

    /** Whether both are the same person's same words for the same place, and both were kept for the same reason. */
    boolean repeats(Revision other) {
        return item.equals(other.item)
                && cause == other.cause
                && madeBy.equals(other.madeBy)
                && wording().equals(other.wording());
    }
}
