package ps.domain.policy.editing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Actor;

/** What somebody says about a draft, or about one text of it. The database refuses to change the words. */
@Entity
@Table(name = "draft_comment")
class Comment {

    /** In UTF-16 units: a paragraph or a few. */
    static final int LONGEST = 2_000;

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(updatable = false)
    @SuppressWarnings("UnusedVariable") // for the database
    private UUID draftId;

    @Column(updatable = false)
    private @Nullable String item;

    @Column(updatable = false)
    @SuppressWarnings("UnusedVariable") // for the database
    private int draftRevision;

    @Column(updatable = false)
    private String text;

    @Column(updatable = false)
    private Instant writtenAt;

    @Column(updatable = false)
    private String writtenBy;

    @Column(updatable = false)
    @SuppressWarnings("UnusedVariable") // for the database: names change, accounts do not
    private @Nullable UUID writtenById;

    private @Nullable Instant resolvedAt;

    private @Nullable String resolvedBy;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Comment() {}

    /** @param item what it is about; null for the whole draft */
    Comment(Draft draft, @Nullable Item item, String text, Actor by, Instant at) {
        this.draftId = draft.id();
        this.item = item == null ? null : item.toString();
        this.draftRevision = draft.revision();
        this.text = text;
        this.writtenAt = at;
        this.writtenBy = by.name();
        this.writtenById = by.id();
    }

    /**
     * Notes that it is done with.
     *
     * @return whether it was not before
     */
    boolean resolve(Actor by, Instant at) {
        boolean open = !isResolved();
        if (open) {
            resolvedAt = at;
            resolvedBy = by.name();
        }
        return open;
    }

    /**
     * Notes that it is not done with after all.
     *
     * @return whether it was before
     */
    boolean reopen() {
        boolean resolved = isResolved();
        resolvedAt = null;
        resolvedBy = null;
        return resolved;
    }

    boolean isResolved() {
        return resolvedAt != null;
    }

    long id() {
        return Objects.requireNonNull(id, "It is not kept yet");
    }

    /** What it is about, unless that is the whole draft. */
    Optional<Item> item() {
        return Optional.ofNullable(item).flatMap(Item::parse);
    }

    /** Plain text. */
    String text() {
        return text;
    }

    Instant writtenAt() {
        return writtenAt;
    }

    String writtenBy() {
        return writtenBy;
    }

    @Nullable
    Instant resolvedAt() {
        return resolvedAt;
    }

    @Nullable
    String resolvedBy() {
        return resolvedBy;
    }
}
