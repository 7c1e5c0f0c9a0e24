package ps.domain.policy.editing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/** What the pages about earlier texts show. Moments are HTML. */
@Component
class RevisionPages {

    private final DraftPages drafts;
    private final Revisions revisions;

    RevisionPages(DraftPages drafts, Revisions revisions) {
        this.drafts = drafts;
        this.revisions = revisions;
    }

    /**
     * What stood in a draft, the latest first.
     *
     * @param section the name of the section that it is about, if it is about one
     */
    record Listed(
            UUID draftId,
            String draft,
            @Nullable String section,
            @Nullable String key,
            List<Entry> entries) {}

    /**
     * One text that stood in a draft, or was meant to.
     *
     * @param name what people call it
     * @param cause why it is not there any more, as in message keys
     */
    record Entry(
            long id, String name, String madeAt, String madeBy, String cause, String archivedAt, String archivedBy) {}

    /**
     * One of them, beside what stands there now.
     *
     * @param key of the section, unless the text is the document's
     * @param difference what is different now; the section may be gone, which then is all of it
     * @param restorable whether it can be put back
     */
    record Page(
            UUID draftId,
            String draft,
            @Nullable String key,
            Entry entry,
            Difference difference,
            boolean gone,
            boolean same,
            boolean restorable) {}

    /** Of the whole draft, or of one section and what its change means. */
    @Transactional(readOnly = true)
    public Listed of(UUID id, Optional<SectionKey> key, Language language) {
        Draft draft = drafts.find(id);
        List<Entry> entries = revisions.of(id).stream()
                .filter(revision ->
                        key.isEmpty() || key.get().equals(revision.item().key()))
                .map(revision -> entry(draft, revision, language))
                .toList();
        return new Listed(
                id,
                drafts.nameOf(draft, language),
                key.map(found -> drafts.nameOf(draft, Item.section(found), language))
                        .orElse(null),
                key.map(SectionKey::value).orElse(null),
                entries);
    }

    /**
     * One of them.
     *
     * @throws NoSuchDraft when the draft has none with this number
     */
    @Transactional(readOnly = true)
    public Page page(UUID id, long number, Language language) {
        Draft draft = drafts.find(id);
        Revision revision = revisions.findByIdAndDraftId(number, id).orElseThrow(NoSuchDraft::new);
        Item item = revision.item();
        Optional<Wording> now = draft.wordingOf(item);
        SectionKey key = item.key();
        boolean same = now.filter(revision.wording()::equals).isPresent();
        return new Page(
                id,
                drafts.nameOf(draft, language),
                key == null ? null : key.value(),
                entry(draft, revision, language),
                Difference.between(revision.wording(), now.orElse(Wording.NONE)),
                now.isEmpty(),
                same,
                draft.isWritable() && !same);
    }

    private Entry entry(Draft draft, Revision revision, Language language) {
        Item item = revision.item();
        boolean gone = item.kind() == Item.Kind.SECTION && draft.wordingOf(item).isEmpty();
        return new Entry(
                revision.id(),
                gone
                        ? DraftPages.nameOf(revision.wording(), item.sectionKey(), language)
                        : drafts.nameOf(draft, item, language),
                drafts.moment(revision.madeAt(), language),
                revision.madeBy(),
                revision.cause().name(),
                drafts.moment(revision.archivedAt(), language),
                revision.archivedBy());
    }
}
