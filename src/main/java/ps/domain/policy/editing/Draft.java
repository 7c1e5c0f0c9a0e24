package ps.domain.policy.editing;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;
import ps.domain.policy.versions.Version;

/**
 * A version being written. It begins as a copy of a published one, and may be incomplete at any time. Callers hold its
 * row locked while they change it.
 */
@Entity
@Table(name = "draft")
class Draft {

    @Id
    private UUID id;

    private int basedOn;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "title_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "title_en"))
    private BilingualText title;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "summary_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "summary_en"))
    private BilingualText summary;

    private @Nullable Boolean material;

    @Embedded
    @AttributeOverride(name = "ar", column = @Column(name = "minor_reason_ar"))
    @AttributeOverride(name = "en", column = @Column(name = "minor_reason_en"))
    private BilingualText minorReason;

    private @Nullable LocalDate effectiveFrom;

    private Instant createdAt;

    private String createdBy;

    private Instant editedAt;

    private String editedBy;

    private int revision;

    private int detailsRevision;

    private @Nullable Instant discardedAt;

    private @Nullable Integer publishedAs;

    @OneToMany(mappedBy = "draft", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("position")
    private List<DraftSection> sections = new ArrayList<>();

    /** For Hibernate, which fills the fields. */
    @SuppressWarnings("NullAway.Init")
    protected Draft() {}

    private Draft(Version version, Actor by, Instant at) {
        this.id = UUID.randomUUID();
        this.basedOn = version.number();
        this.title = version.title();
        this.summary = BilingualText.EMPTY;
        this.minorReason = BilingualText.EMPTY;
        this.createdAt = at;
        this.createdBy = by.name();
        this.editedAt = at;
        this.editedBy = by.name();
        version.sections()
                .forEach(section -> sections.add(new DraftSection(this, sections.size() + 1, section, by, at)));
    }

    /** A draft that begins as a copy of a version. */
    static Draft copyOf(Version version, Actor by, Instant at) {
        return new Draft(version, by, at);
    }

    /**
     * Gives a section a new text.
     *
     * @param seenRevision the revision of the section that the editor began with
     * @throws EditedMeanwhile when somebody else's text came first
     * @throws NoSuchDraft when there is no such section any more
     */
    void edit(SectionKey key, int seenRevision, BilingualText heading, BilingualText body, Actor by, Instant at) {
        refuseUnlessOpen();
        DraftSection section = section(key).orElseThrow(NoSuchDraft::new);
        if (section.heading().equals(heading) && section.body().equals(body)) {
            return;
        }
        if (section.revision() != seenRevision) {
            throw new EditedMeanwhile();
        }
        section.edit(heading, body, by, at);
        changed(by, at);
    }

    /**
     * Adds a section at the end.
     *
     * @throws KeyTaken when there is one with that key
     */
    void add(SectionKey key, BilingualText heading, Actor by, Instant at) {
        refuseUnlessOpen();
        if (section(key).isPresent()) {
            throw new KeyTaken();
        }
        Section section = new Section(key, heading, BilingualText.EMPTY);
        sections.add(new DraftSection(this, sections.size() + 1, section, by, at));
        changed(by, at);
    }

    /** Takes a section out. */
    void remove(SectionKey key, Actor by, Instant at) {
        refuseUnlessOpen();
        if (sections.removeIf(section -> section.key().equals(key))) {
            number();
            changed(by, at);
        }
    }

    /** Moves a section up (−1) or down (+1); at the end it stays. */
    void move(SectionKey key, int by, Actor actor, Instant at) {
        refuseUnlessOpen();
        DraftSection section = section(key).orElseThrow(NoSuchDraft::new);
        int from = sections.indexOf(section);
        int to = from + Integer.signum(by);
        if (to < 0 || to >= sections.size()) {
            return;
        }
        sections.remove(from);
        sections.add(to, section);
        number();
        changed(actor, at);
    }

    private void number() {
        for (int i = 0; i < sections.size(); i++) {
            sections.get(i).moveTo(i + 1);
        }
    }

    /**
     * Decides what is needed to publish besides the text.
     *
     * @param seenRevision the revision of the details that the editor began with
     * @throws EditedMeanwhile when somebody else's decision came first
     */
    void decide(Details details, int seenRevision, Actor by, Instant at) {
        refuseUnlessOpen();
        if (details.equals(details())) {
            return;
        }
        if (detailsRevision != seenRevision) {
            throw new EditedMeanwhile();
        }
        title = details.title();
        summary = details.summary();
        material = details.material();
        minorReason = details.minorReason();
        effectiveFrom = details.effectiveFrom();
        detailsRevision++;
        changed(by, at);
    }

    /** Puts it away. */
    void discard(Instant at) {
        refuseUnlessOpen();
        discardedAt = at;
    }

    /** Takes it out again. */
    void restore() {
        discardedAt = null;
    }

    /** Remembers what it has become. */
    void publishedAs(Version version) {
        refuseUnlessOpen();
        publishedAs = version.number();
    }

    /** What would be published now. */
    NewVersion toNewVersion() {
        return new NewVersion(
                effectiveFrom,
                significance(),
                title,
                summary,
                sections.stream().map(DraftSection::toSection).toList());
    }

    private @Nullable Significance significance() {
        if (material == null) {
            return null;
        }
        return material ? new Material() : new Minor(minorReason);
    }

    private void refuseUnlessOpen() {
        if (publishedAs != null || discardedAt != null) {
            throw new DraftClosed();
        }
    }

    private void changed(Actor by, Instant at) {
        revision++;
        editedAt = at;
        editedBy = by.name();
    }

    Optional<DraftSection> section(SectionKey key) {
        return sections.stream().filter(section -> section.key().equals(key)).findFirst();
    }

    Details details() {
        return new Details(title, summary, material, minorReason, effectiveFrom);
    }

    UUID id() {
        return id;
    }

    int basedOn() {
        return basedOn;
    }

    Instant createdAt() {
        return createdAt;
    }

    String createdBy() {
        return createdBy;
    }

    Instant editedAt() {
        return editedAt;
    }

    String editedBy() {
        return editedBy;
    }

    /** How often anything about it was changed. */
    int revision() {
        return revision;
    }

    /** How often its details were changed. */
    int detailsRevision() {
        return detailsRevision;
    }

    Optional<Integer> publishedAs() {
        return Optional.ofNullable(publishedAs);
    }

    boolean isDiscarded() {
        return discardedAt != null;
    }

    List<DraftSection> sections() {
        return List.copyOf(sections);
    }

    /**
     * What is needed to publish, besides the text.
     *
     * @param material null while undecided
     * @param minorReason why it is minor, if it is
     * @param effectiveFrom null while undecided
     */
    record Details(
            BilingualText title,
            BilingualText summary,
            @Nullable Boolean material,
            BilingualText minorReason,
            @Nullable LocalDate effectiveFrom) {}
}
