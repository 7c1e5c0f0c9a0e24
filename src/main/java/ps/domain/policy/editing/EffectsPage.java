package ps.domain.policy.editing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Version;

/**
 * What the page shows on which is said what each changed section means for account holders.
 *
 * @param predecessor the number of the version that the draft is compared with
 * @param revision of these texts
 * @param open whether they can be changed now
 * @param approvedBy who approved the draft as it is, if somebody did
 */
record EffectsPage(
        UUID id,
        String name,
        String predecessor,
        int revision,
        boolean open,
        @Nullable String approvedBy,
        List<Entry> entries) {

    /**
     * A section that is not as it was.
     *
     * @param kind as in message keys; of an unchanged section, only what was said of it is left
     * @param translation how far that text is
     * @param difference the section as it was and as it is
     */
    record Entry(
            String key, String name, String kind, BilingualText text, Translation translation, Difference difference) {

        /** Whether something is said. */
        public boolean isSaid() {
            return !text.missing().contains(Language.AR) || !text.missing().contains(Language.EN);
        }
    }

    /** What differs from the predecessor, or once did when somebody said what it means. */
    static EffectsPage of(
            Draft draft,
            Version predecessor,
            Map<SectionKey, BilingualText> typed,
            DraftPages pages,
            Language language) {
        List<Entry> entries = new ArrayList<>();
        List<SectionKey> keys = Orders.merged(
                List.of(draft.sections().stream().map(DraftSection::key).toList(), Rebase.keysOf(predecessor)));
        for (SectionKey key : keys) {
            Optional<Wording> before = predecessor.section(key).map(Wording::of);
            Optional<Wording> now = draft.wordingOf(Item.section(key));
            BilingualText text = typed.getOrDefault(key, draft.effect(key));
            boolean said = !text.equals(BilingualText.EMPTY);
            if (!before.equals(now) || said) {
                String kind = before.isEmpty()
                        ? "added"
                        : now.isEmpty() ? "removed" : before.equals(now) ? "same" : "changed";
                entries.add(new Entry(
                        key.value(),
                        DraftPages.nameOf(now.or(() -> before).orElse(Wording.NONE), key, language),
                        kind,
                        text,
                        pages.translation(draft, Item.effect(key), language),
                        Difference.between(before.orElse(Wording.NONE), now.orElse(Wording.NONE))));
            }
        }
        return new EffectsPage(
                draft.id(),
                pages.nameOf(draft, language),
                Integer.toString(predecessor.number()),
                draft.effectsRevision(),
                draft.isWritable(),
                draft.approval().map(ReviewStep::decidedBy).orElse(null),
                entries);
    }
}
