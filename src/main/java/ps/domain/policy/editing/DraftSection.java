package ps.domain.policy.editing;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.editing.Revision.Author;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;

/** A section of a draft: changed through its {@link Draft} only. */
@Entity
@Table(name = "draft_section")
class DraftSection {

    /** After this time of writing, the text is kept as it is then, even if nobody saves it by hand. */
    private static final Duration SITTING = Duration.ofMinutes(10);

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "draft_id")
    @SuppressWarnings("UnusedVariable") // the side of the relation that owns the column
    private Draft draft;

    private int position;

    private String key;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "heading_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "heading_en"))
    private BilingualText heading;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "body_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "body_en"))
    private BilingualText body;

    private Instant editedAt;

    private String editedBy;

    private @Nullable UUID editedById;

    private @Nullable Instant autosavedSince;

    private int revision;

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected DraftSection() {}

    DraftSection(Draft draft, int position, Section section, Actor by, Instant at) {
        this.id = UUID.randomUUID();
        this.draft = draft;
        this.position = position;
        this.key = section.key().value();
        this.heading = section.heading();
        this.body = section.body();
        this.editedAt = at;
        this.editedBy = by.name();
        this.editedById = by.id();
    }

    /** Takes a new text, saved by somebody who has finished with it for now. */
    void edit(Wording wording, Actor by, Instant at) {
        heading = wording.heading();
        body = wording.body();
        editedAt = at;
        editedBy = by.name();
        editedById = by.id();
        autosavedSince = null;
        revision++;
    }

    /** Takes a new text, saved while somebody writes. */
    void autosave(Wording wording, Actor by, Instant at) {
        Instant since = isWritingOn(by, at) ? autosavedSince : at;
        edit(wording, by, at);
        autosavedSince = since;
    }

    /** Whether what stands here is a state between, of the sitting that the same person is in. */
    boolean isWritingOn(Actor by, Instant at) {
        return autosavedSince != null
                && Objects.equals(editedById, by.id())
                && editedBy.equals(by.name())
                && at.isBefore(autosavedSince.plus(SITTING));
    }

    /** Says that what was saved while it was typed is meant to stay. */
    void settle() {
        autosavedSince = null;
    }

    Wording wording() {
        return new Wording(heading, body);
    }

    Author author() {
        return new Author(editedById, editedBy, editedAt);
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    Section toSection() {
        return new Section(key(), heading, body);
    }

    SectionKey key() {
        return new SectionKey(key);
    }

    BilingualText heading() {
        return heading;
    }

    BilingualText body() {
        return body;
    }

    Instant editedAt() {
        return editedAt;
    }

    String editedBy() {
        return editedBy;
    }

    /** How often this section was changed; what an editor saw tells whether somebody came first. */
    int revision() {
        return revision;
    }
}
