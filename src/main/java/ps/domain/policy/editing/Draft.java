package ps.domain.policy.editing;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.editing.ReviewStep.Decision;
import ps.domain.policy.editing.Revision.Author;
import ps.domain.policy.editing.Revision.Cause;
import ps.domain.policy.editing.Standing.State;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Effect;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;
import ps.domain.policy.versions.Version;

/**
 * A version being written. It begins as a copy of a published one, and may be incomplete at any time. Callers hold its
 * row locked while they change it, and keep what it hands them as {@link #archived()}: no text that stood in it, or that
 * somebody wanted to put there, is lost.
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

    private int effectsRevision;

    private @Nullable Instant discardedAt;

    private @Nullable Integer publishedAs;

    @OneToMany(mappedBy = "draft", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("position")
    private List<DraftSection> sections = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "draft_effect", joinColumns = @JoinColumn(name = "draft_id"))
    @MapKeyColumn(name = "key")
    @AttributeOverride(name = "value.ar", column = @Column(name = "text_ar"))
    @AttributeOverride(name = "value.en", column = @Column(name = "text_en"))
    private Map<String, BilingualText> effects = new HashMap<>();

    @ElementCollection
    @CollectionTable(name = "draft_standing", joinColumns = @JoinColumn(name = "draft_id"))
    @MapKeyColumn(name = "item")
    private Map<String, Standing> standings = new HashMap<>();

    @OneToMany(mappedBy = "draft", cascade = CascadeType.PERSIST)
    @OrderBy("id")
    private List<ReviewStep> steps = new ArrayList<>();

    @ElementCollection
    @CollectionTable(name = "draft_editor", joinColumns = @JoinColumn(name = "draft_id"))
    @MapKeyColumn(name = "staff_id")
    @Column(name = "name")
    private Map<UUID, String> editors = new HashMap<>();

    @Transient
    private final List<Revision> archived = new ArrayList<>();

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
     * @throws EditedMeanwhile when somebody else's text came first; this one is archived
     * @throws SectionGone when there is no such section any more; this one is archived
     */
    void edit(SectionKey key, int seenRevision, Wording wording, Actor by, Instant at) {
        DraftSection section = sectionToEdit(key, seenRevision, wording, by, at);
        if (section.wording().equals(wording)) {
            section.settle();
            return;
        }
        archive(section, Cause.EDITED, by, at);
        stands(Item.section(key), section.wording(), wording, by, at);
        section.edit(wording, by, at);
        changed(by, at);
    }

    /**
     * The same while the editor goes on writing: of one sitting, only how it ended is kept.
     *
     * @return whether this is the first of a sitting
     */
    boolean autosave(SectionKey key, int seenRevision, Wording wording, Actor by, Instant at) {
        DraftSection section = sectionToEdit(key, seenRevision, wording, by, at);
        if (section.wording().equals(wording)) {
            return false;
        }
        boolean first = !section.isWritingOn(by, at);
        if (first) {
            archive(section, Cause.EDITED, by, at);
        }
        stands(Item.section(key), section.wording(), wording, by, at);
        section.autosave(wording, by, at);
        changed(by, at);
        return first;
    }

    private DraftSection sectionToEdit(SectionKey key, int seenRevision, Wording wording, Actor by, Instant at) {
        if (!isWritable()) {
            archiveUnlessSame(Item.section(key), wording, by, at);
            refuseUnlessWritable();
        }
        Optional<DraftSection> section = section(key);
        if (section.isEmpty()) {
            archiveNotTaken(Item.section(key), wording, by, at);
            throw new SectionGone();
        }
        if (section.get().revision() != seenRevision && !section.get().wording().equals(wording)) {
            archiveNotTaken(Item.section(key), wording, by, at);
            throw new EditedMeanwhile();
        }
        return section.get();
    }

    /**
     * Adds a section at the end.
     *
     * @throws KeyTaken when there is one with that key
     */
    void add(SectionKey key, BilingualText heading, Actor by, Instant at) {
        refuseUnlessWritable();
        if (section(key).isPresent()) {
            throw new KeyTaken();
        }
        insert(sections.size(), new Section(key, heading, BilingualText.EMPTY), by, at);
        changed(by, at);
    }

    /** Takes a section out. */
    void remove(SectionKey key, Actor by, Instant at) {
        refuseUnlessWritable();
        section(key).ifPresent(section -> {
            takeOut(section, Cause.REMOVED, by, at);
            number();
            changed(by, at);
        });
    }

    /** Moves a section up (−1) or down (+1); at the end it stays. */
    void move(SectionKey key, int by, Actor actor, Instant at) {
        moveTo(key, indexOf(key) + 1 + Integer.signum(by), actor, at);
    }

    /** Moves a section to a place, counted from 1; what is beyond the ends stays at the end. */
    void moveTo(SectionKey key, int place, Actor actor, Instant at) {
        refuseUnlessWritable();
        int from = indexOf(key);
        int to = Math.clamp(place - 1L, 0, sections.size() - 1);
        if (from != to) {
            sections.add(to, sections.remove(from));
            number();
            changed(actor, at);
        }
    }

    private int indexOf(SectionKey key) {
        return sections.indexOf(section(key).orElseThrow(NoSuchDraft::new));
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
     * @throws EditedMeanwhile when somebody else's decision came first; these words are archived
     */
    void decide(Details details, int seenRevision, Actor by, Instant at) {
        if (details.equals(details())) {
            return;
        }
        if (!isWritable() || detailsRevision != seenRevision) {
            archiveUnlessSame(Item.TITLE, Wording.line(details.title()), by, at);
            archiveUnlessSame(Item.SUMMARY, Wording.text(details.summary()), by, at);
            refuseUnlessWritable();
            throw new EditedMeanwhile();
        }
        replace(Item.TITLE, Wording.line(details.title()), Cause.EDITED, by, at);
        replace(Item.SUMMARY, Wording.text(details.summary()), Cause.EDITED, by, at);
        material = details.material();
        minorReason = details.minorReason();
        effectiveFrom = details.effectiveFrom();
        detailsRevision++;
        changed(by, at);
    }

    /**
     * Says what changed sections mean for account holders.
     *
     * @param texts by section; those not among them stay as they are
     * @param seenRevision the revision of these texts that the editor began with
     * @throws EditedMeanwhile when somebody else's texts came first; these are archived
     */
    void explain(Map<SectionKey, BilingualText> texts, int seenRevision, Actor by, Instant at) {
        if (texts.entrySet().stream().allMatch(text -> effect(text.getKey()).equals(text.getValue()))) {
            return;
        }
        if (!isWritable() || effectsRevision != seenRevision) {
            texts.forEach((key, text) -> archiveUnlessSame(Item.effect(key), Wording.text(text), by, at));
            refuseUnlessWritable();
            throw new EditedMeanwhile();
        }
        texts.forEach((key, text) -> replace(Item.effect(key), Wording.text(text), Cause.EDITED, by, at));
        effectsRevision++;
        changed(by, at);
    }

    /**
     * Says of a text in a language that it is still right, though the other language changed later.
     *
     * @param seenRevision the revision of the text that somebody looked at, as {@link #revisionOf} has it
     * @throws EditedMeanwhile when it was changed since
     */
    void confirm(Item item, Language language, int seenRevision, Actor by, Instant at) {
        refuseUnlessWritable();
        if (revisionOf(item) != seenRevision) {
            throw new EditedMeanwhile();
        }
        Standing standing = standings.get(item.toString());
        if (standing != null && standing.behind() == language) {
            standings.put(item.toString(), standing.confirmedBy(by, at));
            changed(by, at);
        }
    }

    /** Puts a text back that once stood here, or was meant to; a section that was taken out comes back with it. */
    void restore(Revision earlier, Actor by, Instant at) {
        refuseUnlessWritable();
        Item item = earlier.item();
        if (wordingOf(item).filter(earlier.wording()::equals).isPresent()) {
            return;
        }
        if (item.kind() == Item.Kind.SECTION && section(item.sectionKey()).isEmpty()) {
            int place = earlier.position() > 0 ? earlier.position() - 1 : sections.size();
            insert(Math.min(place, sections.size()), earlier.wording().toSection(item.sectionKey()), by, at);
        } else {
            replace(item, earlier.wording(), Cause.RESTORED, by, at);
        }
        if (earlier.cause() != Cause.NOT_TAKEN) {
            standings.put(item.toString(), Standing.behind(earlier.behind(), by, at));
        }
        countFor(item);
        changed(by, at);
    }

    /**
     * Takes over a whole document, the order of its sections included. What it does not have is taken out.
     *
     * @param inStep of which sections the languages are known to say the same
     */
    void become(
            BilingualText newTitle,
            List<Section> newSections,
            Set<SectionKey> inStep,
            Cause cause,
            Actor by,
            Instant at) {
        refuseUnlessWritable();
        boolean before = title.equals(newTitle)
                && sections.stream().map(DraftSection::toSection).toList().equals(newSections);
        if (before) {
            return;
        }
        if (!title.equals(newTitle)) {
            replace(Item.TITLE, Wording.line(newTitle), cause, by, at);
            detailsRevision++;
        }
        Set<SectionKey> wanted = newSections.stream().map(Section::key).collect(Collectors.toSet());
        sections().stream()
                .filter(section -> !wanted.contains(section.key()))
                .forEach(section -> takeOut(section, cause, by, at));
        for (int i = 0; i < newSections.size(); i++) {
            Section section = newSections.get(i);
            Item item = Item.section(section.key());
            Optional<DraftSection> existing = section(section.key());
            if (existing.isPresent()) {
                sections.remove(existing.get());
                sections.add(i, existing.get());
                replace(item, Wording.of(section), cause, by, at);
            } else {
                insert(i, section, by, at);
            }
            if (inStep.contains(section.key())) {
                standings.put(item.toString(), Standing.inStep(by, at));
            }
        }
        number();
        changed(by, at);
    }

    /** Follows another version from now on. */
    void follow(Version version, Actor by, Instant at) {
        refuseUnlessWritable();
        basedOn = version.number();
        changed(by, at);
    }

    /** Puts it away. */
    void discard(Instant at) {
        refuseUnlessWritable();
        discardedAt = at;
    }

    /** Takes it out again. */
    void restore() {
        discardedAt = null;
    }

    /**
     * Remembers what it has become.
     *
     * @throws NotApproved when nobody approved what stands in it now
     */
    void publishedAs(Version version) {
        refuseUnlessOpen();
        if (stage() != Stage.APPROVED) {
            throw new NotApproved();
        }
        publishedAs = version.number();
    }

    /**
     * Hands it to the reviewers as it is.
     *
     * @throws ChangedSinceSeen when it is another by now, or was submitted already
     */
    void submit(int seenRevision, String remark, Actor by, Instant at) {
        refuseUnlessSeen(seenRevision, stage() == Stage.WRITING);
        // What somebody looks at is no state between, whoever goes on writing how soon.
        sections.forEach(DraftSection::settle);
        decided(Decision.SUBMITTED, remark, by, at);
    }

    /** Takes it back from them. */
    void recall(int seenRevision, String remark, Actor by, Instant at) {
        refuseUnlessSeen(seenRevision, stage() == Stage.IN_REVIEW);
        decided(Decision.RECALLED, remark, by, at);
    }

    /** Gives it back to those who write, even if it was approved already. */
    void sendBack(int seenRevision, String remark, Actor by, Instant at) {
        refuseUnlessSeen(seenRevision, stage() != Stage.WRITING);
        decided(Decision.RETURNED, remark, by, at);
    }

    /** Approves it as it is; who may do that is not for the draft to say. */
    void approve(int seenRevision, String remark, Actor by, Instant at) {
        refuseUnlessSeen(seenRevision, stage() == Stage.IN_REVIEW);
        decided(Decision.APPROVED, remark, by, at);
    }

    private void refuseUnlessSeen(int seenRevision, boolean stillSo) {
        refuseUnlessOpen();
        if (revision != seenRevision || !stillSo) {
            throw new ChangedSinceSeen();
        }
    }

    private void decided(Decision decision, String remark, Actor by, Instant at) {
        steps.add(new ReviewStep(this, revision, decision, remark, by, at));
    }

    /** How far it is. */
    Stage stage() {
        return lastStep()
                .map(step -> switch (step.decision()) {
                    case SUBMITTED -> Stage.IN_REVIEW;
                    case APPROVED -> step.draftRevision() == revision ? Stage.APPROVED : Stage.WRITING;
                    case RECALLED, RETURNED -> Stage.WRITING;
                })
                .orElse(Stage.WRITING);
    }

    /** The approval of what stands in it now. */
    Optional<ReviewStep> approval() {
        return stage() == Stage.APPROVED ? lastStep() : Optional.empty();
    }

    Optional<ReviewStep> lastStep() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast());
    }

    /** What was decided about it, the first first. */
    List<ReviewStep> steps() {
        return List.copyOf(steps);
    }

    /** Whether this person ever changed something in it. */
    boolean isEditedBy(@Nullable UUID staffId) {
        return staffId != null && editors.containsKey(staffId);
    }

    /** What would be published now. */
    NewVersion toNewVersion() {
        return new NewVersion(
                effectiveFrom,
                significance(),
                title,
                summary,
                sections.stream().map(DraftSection::toSection).toList(),
                effectsToPublish());
    }

    /** A change that account holders need not be told of has nothing to tell them. */
    private List<Effect> effectsToPublish() {
        return Boolean.FALSE.equals(material)
                ? List.of()
                : effects.entrySet().stream()
                        .map(effect -> new Effect(new SectionKey(effect.getKey()), effect.getValue()))
                        .sorted(Comparator.comparing(effect -> effect.section().value()))
                        .toList();
    }

    private @Nullable Significance significance() {
        if (material == null) {
            return null;
        }
        return material ? new Material() : new Minor(minorReason);
    }

    private void refuseUnlessOpen() {
        if (!isOpen()) {
            throw new DraftClosed();
        }
    }

    /**
     * Lets nobody change what cannot be changed now.
     *
     * @throws DraftClosed when it is published, discarded, or in review
     */
    void refuseUnlessWritable() {
        refuseUnlessOpen();
        if (!isWritable()) {
            throw new DraftInReview();
        }
    }

    private void changed(Actor by, Instant at) {
        revision++;
        editedAt = at;
        editedBy = by.name();
        if (by.id() != null) {
            editors.putIfAbsent(by.id(), by.name());
        }
    }

    /** Puts words in the place of others, which are archived unless there were none. */
    private void replace(Item item, Wording wording, Cause cause, Actor by, Instant at) {
        Wording before = wordingOf(item).orElse(Wording.NONE);
        if (before.equals(wording)) {
            return;
        }
        Author author = authorOf(item);
        if (!before.isBlank()) {
            archived.add(new Revision(id, item, before, behind(item), placeOf(item), author, cause, by, at));
        }
        stands(item, before, wording, by, at);
        switch (item.kind()) {
            case TITLE -> title = wording.heading();
            case SUMMARY -> summary = wording.body();
            case SECTION -> section(item.sectionKey()).ifPresent(section -> section.edit(wording, by, at));
            case EFFECT -> {
                if (wording.isBlank()) {
                    effects.remove(item.sectionKey().value());
                    standings.remove(item.toString());
                } else {
                    effects.put(item.sectionKey().value(), wording.body());
                }
            }
        }
    }

    private void stands(Item item, Wording before, Wording now, Actor by, Instant at) {
        standings.put(item.toString(), Standing.after(behind(item), item.kind(), before, now, by, at));
    }

    private void insert(int index, Section section, Actor by, Instant at) {
        sections.add(index, new DraftSection(this, index + 1, section, by, at));
        standings.put(Item.section(section.key()).toString(), Standing.inStep(by, at));
        number();
    }

    private void takeOut(DraftSection section, Cause cause, Actor by, Instant at) {
        archive(section, cause, by, at);
        sections.remove(section);
        standings.remove(Item.section(section.key()).toString());
    }

    private void countFor(Item item) {
        switch (item.kind()) {
            case TITLE, SUMMARY -> detailsRevision++;
            case EFFECT -> effectsRevision++;
            case SECTION -> {}
        }
    }

    /** What nobody ever wrote anything into is not worth keeping. */
    private void archive(DraftSection section, Cause cause, Actor by, Instant at) {
        if (!section.wording().isBlank()) {
            Item item = Item.section(section.key());
            archived.add(new Revision(
                    id, item, section.wording(), behind(item), section.position(), section.author(), cause, by, at));
        }
    }

    private void archiveUnlessSame(Item item, Wording wording, Actor by, Instant at) {
        if (!wordingOf(item).orElse(Wording.NONE).equals(wording)) {
            archiveNotTaken(item, wording, by, at);
        }
    }

    private void archiveNotTaken(Item item, Wording wording, Actor by, Instant at) {
        archived.add(new Revision(id, item, wording, null, 0, Author.of(by, at), Cause.NOT_TAKEN, by, at));
    }

    private @Nullable Language behind(Item item) {
        Standing standing = standings.get(item.toString());
        return standing == null ? null : standing.behind();
    }

    private Author authorOf(Item item) {
        if (item.kind() == Item.Kind.SECTION) {
            return section(item.sectionKey()).orElseThrow(NoSuchDraft::new).author();
        }
        Standing standing = standings.get(item.toString());
        return standing == null
                ? new Author(null, createdBy, createdAt)
                : new Author(standing.changedById(), standing.changedBy(), standing.changedAt());
    }

    private int placeOf(Item item) {
        return item.kind() == Item.Kind.SECTION
                ? section(item.sectionKey()).map(DraftSection::position).orElse(0)
                : 0;
    }

    /** Hands over what was archived since the last time, to be kept. */
    List<Revision> archived() {
        List<Revision> taken = List.copyOf(archived);
        archived.clear();
        return taken;
    }

    Optional<DraftSection> section(SectionKey key) {
        return sections.stream().filter(section -> section.key().equals(key)).findFirst();
    }

    /** The words of an item as they are now, unless it is a section that is not here. */
    Optional<Wording> wordingOf(Item item) {
        return switch (item.kind()) {
            case TITLE -> Optional.of(Wording.line(title));
            case SUMMARY -> Optional.of(Wording.text(summary));
            case SECTION -> section(item.sectionKey()).map(DraftSection::wording);
            case EFFECT -> Optional.of(Wording.text(effect(item.sectionKey())));
        };
    }

    /** How far an item is in a language. */
    State stateOf(Item item, Language language) {
        if (wordingOf(item).orElse(Wording.NONE).isMissing(item.kind(), language)) {
            return State.MISSING;
        }
        return behind(item) == language ? State.STALE : State.CURRENT;
    }

    /** How the languages of an item stand to each other, if it was changed since the draft began. */
    Optional<Standing> standingOf(Item item) {
        return Optional.ofNullable(standings.get(item.toString()));
    }

    /** What tells whether an item is still the one that somebody saw. */
    int revisionOf(Item item) {
        return switch (item.kind()) {
            case TITLE, SUMMARY -> detailsRevision;
            case EFFECT -> effectsRevision;
            case SECTION ->
                section(item.sectionKey()).map(DraftSection::revision).orElse(-1);
        };
    }

    /** Everything of which both languages are needed: the document's own texts, every section, the effects there are. */
    List<Item> items() {
        List<Item> items = new ArrayList<>(List.of(Item.TITLE, Item.SUMMARY));
        sections.forEach(section -> items.add(Item.section(section.key())));
        effects.keySet().stream().sorted().forEach(key -> items.add(Item.effect(new SectionKey(key))));
        return items;
    }

    /** Of these, what readers would get: a change that is minor has no effects. */
    List<Item> itemsToPublish() {
        return items().stream()
                .filter(item -> item.kind() != Item.Kind.EFFECT || !Boolean.FALSE.equals(material))
                .toList();
    }

    Details details() {
        return new Details(title, summary, material, minorReason, effectiveFrom);
    }

    /** What the change of a section means for account holders; nothing while nobody has said. */
    BilingualText effect(SectionKey key) {
        return effects.getOrDefault(key.value(), BilingualText.EMPTY);
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

    /** How often it was changed what sections mean for account holders. */
    int effectsRevision() {
        return effectsRevision;
    }

    Optional<Integer> publishedAs() {
        return Optional.ofNullable(publishedAs);
    }

    boolean isDiscarded() {
        return discardedAt != null;
    }

    boolean isOpen() {
        return publishedAs == null && discardedAt == null;
    }

    /** Whether anything in it can be changed now. */
    boolean isWritable() {
        return isOpen() && stage() != Stage.IN_REVIEW;
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
            @Nullable LocalDate effectiveFrom) {

        /** What is not as it was, for the trail: a decision as it is now, of texts their names. */
        Map<String, Object> changesSince(Details before) {
            Map<String, Object> changes = new LinkedHashMap<>();
            if (!Objects.equals(effectiveFrom, before.effectiveFrom)) {
                changes.put("effectiveFrom", Objects.toString(effectiveFrom, "undecided"));
            }
            if (!Objects.equals(material, before.material)) {
                changes.put("material", Objects.toString(material, "undecided"));
            }
            List<String> texts = new ArrayList<>();
            if (!title.equals(before.title)) {
                texts.add("title");
            }
            if (!summary.equals(before.summary)) {
                texts.add("summary");
            }
            if (!minorReason.equals(before.minorReason)) {
                texts.add("minorReason");
            }
            if (!texts.isEmpty()) {
                changes.put("texts", texts);
            }
            return changes;
        }
    }
}
