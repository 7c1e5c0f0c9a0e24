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
import java.time.Instant;
import java.util.UUID;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;

/** A section of a draft: changed through its {@link Draft} only. */
@Entity
@Table(name = "draft_section")
class DraftSection {

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "draft_id")
    @SuppressWarnings("UnusedVariable") // the side of the relation that owns the column
    private Draft draft;

    @SuppressWarnings("UnusedVariable") // the database reads it: it is what the sections are ordered by
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
    }

    /** Takes a new text. */
    void edit(BilingualText newHeading, BilingualText newBody, Actor by, Instant at) {
        heading = newHeading;
        body = newBody;
        editedAt = at;
        editedBy = by.name();
        revision++;
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
