package ps.domain.policy.editing;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.editing.Rebase.Outcome;
import ps.domain.policy.editing.Rebase.Part;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/**
 * What the page shows on which a draft is made to follow another version.
 *
 * @param revision of the draft that is shown
 * @param from the number of the version that it began from
 * @param onto the number of the version to follow
 * @param conflicts where somebody has to say what shall stand
 * @param taken what comes from the version to follow
 * @param kept what the draft changed and keeps
 */
record RebasePage(
        UUID id,
        String name,
        int revision,
        String from,
        String onto,
        List<Conflict> conflicts,
        List<Change> taken,
        List<Change> kept,
        boolean orderDisputed,
        boolean theirOrder,
        List<String> mine,
        List<String> theirs) {

    /**
     * A text that both sides changed.
     *
     * @param id for the fields of the page
     * @param difference the draft's and theirs; where one side took the section out, its text as it was in the beginning
     * @param choice {@code mine}, {@code theirs}, {@code edit}, or nothing while undecided
     * @param form what the editor would rather have there
     */
    record Conflict(
            String id,
            String item,
            String name,
            boolean section,
            boolean mineGone,
            boolean theirsGone,
            Difference difference,
            String choice,
            SectionForm form) {}

    /**
     * A text that one side changed.
     *
     * @param kind {@code added}, {@code removed} or {@code changed}
     */
    record Change(String name, String kind, Difference difference) {}

    /** What is sent for a conflict. */
    static String field(String name, String item) {
        return name + "-" + item;
    }

    static RebasePage of(Draft draft, Rebase rebase, Map<String, String> sent, DraftPages pages, Language language) {
        return new RebasePage(
                draft.id(),
                pages.nameOf(draft, language),
                draft.revision(),
                Integer.toString(draft.basedOn()),
                Integer.toString(rebase.onto().number()),
                rebase.conflicts().stream()
                        .map(part -> conflict(part, nameOf(part, draft, pages, language), sent))
                        .toList(),
                changes(rebase, Outcome.THEIRS, draft, pages, language),
                changes(rebase, Outcome.MINE, draft, pages, language),
                rebase.orderDisputed(),
                sent.getOrDefault("order", "").equals("theirs"),
                names(rebase.mine(), rebase, draft, pages, language),
                names(rebase.theirs(), rebase, draft, pages, language));
    }

    private static Conflict conflict(Part part, String name, Map<String, String> sent) {
        String item = part.item().toString();
        Wording start = part.mine() != null ? part.mine() : orNone(part.theirs());
        SectionForm form = new SectionForm(
                sent.getOrDefault(field("headingAr", item), start.heading().ar()),
                sent.getOrDefault(field("headingEn", item), start.heading().en()),
                sent.getOrDefault(field("bodyAr", item), start.body().ar()),
                sent.getOrDefault(field("bodyEn", item), start.body().en()),
                0);
        return new Conflict(
                item.replace(':', '-'),
                item,
                name,
                part.item().kind() == Item.Kind.SECTION,
                part.mine() == null,
                part.theirs() == null,
                Difference.between(
                        part.mine() == null ? orNone(part.base()) : part.mine(),
                        part.theirs() == null ? orNone(part.base()) : part.theirs()),
                sent.getOrDefault(field("choice", item), ""),
                form);
    }

    private static List<Change> changes(
            Rebase rebase, Outcome outcome, Draft draft, DraftPages pages, Language language) {
        return rebase.parts().stream()
                .filter(part -> part.outcome() == outcome)
                .map(part -> {
                    Wording now = outcome == Outcome.MINE ? part.mine() : part.theirs();
                    String kind = part.base() == null ? "added" : now == null ? "removed" : "changed";
                    return new Change(
                            nameOf(part, draft, pages, language),
                            kind,
                            Difference.between(orNone(part.base()), orNone(now)));
                })
                .toList();
    }

    private static List<String> names(
            List<SectionKey> keys, Rebase rebase, Draft draft, DraftPages pages, Language language) {
        return keys.stream()
                .map(key -> rebase.parts().stream()
                        .filter(part -> key.equals(part.item().key()))
                        .findFirst()
                        .map(part -> nameOf(part, draft, pages, language))
                        .orElse(key.value()))
                .toList();
    }

    private static String nameOf(Part part, Draft draft, DraftPages pages, Language language) {
        if (part.item().kind() != Item.Kind.SECTION) {
            return pages.nameOf(draft, part.item(), language);
        }
        Wording known = part.mine() != null ? part.mine() : part.theirs() != null ? part.theirs() : part.base();
        return DraftPages.nameOf(orNone(known), part.item().sectionKey(), language);
    }

    private static Wording orNone(@Nullable Wording wording) {
        return wording == null ? Wording.NONE : wording;
    }
}
