package ps.domain.policy.editing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Version;

/**
 * What becomes of a draft that is to follow another version than the one it began from: three texts of everything, and
 * what follows from them. Nothing happens here.
 *
 * @param parts the title and every section that any of the three has, in the order that they will have
 * @param orderDisputed whether both sides put the sections in an order of their own
 */
record Rebase(Version onto, List<Part> parts, boolean orderDisputed, List<SectionKey> mine, List<SectionKey> theirs) {

    Rebase {
        parts = List.copyOf(parts);
    }

    /** What becomes of one text. */
    enum Outcome {
        /** Both sides say the same. */
        SAME,
        /** Only the draft changed it. */
        MINE,
        /** Only the other version changed it. */
        THEIRS,
        /** Both did, each in its way: somebody has to say. */
        CONFLICT
    }

    /**
     * One text, three times; null where a section is not there.
     *
     * @param base in the version that the draft began from
     * @param mine in the draft
     * @param theirs in the version to follow
     */
    record Part(
            Item item,
            @Nullable Wording base,
            @Nullable Wording mine,
            @Nullable Wording theirs,
            Outcome outcome) {

        static Part of(Item item, Optional<Wording> base, Optional<Wording> mine, Optional<Wording> theirs) {
            Outcome outcome = mine.equals(theirs)
                    ? Outcome.SAME
                    : mine.equals(base) ? Outcome.THEIRS : theirs.equals(base) ? Outcome.MINE : Outcome.CONFLICT;
            return new Part(item, base.orElse(null), mine.orElse(null), theirs.orElse(null), outcome);
        }
    }

    /**
     * What somebody decided.
     *
     * @param texts for each conflict whose text shall stand; none for a section that shall not
     * @param theirOrder whether a disputed order shall be theirs
     */
    record Decisions(Map<Item, Optional<Wording>> texts, boolean theirOrder) {}

    /** What the draft becomes. */
    record Result(BilingualText title, List<Section> sections, Set<SectionKey> inStep) {}

    static Rebase of(Draft draft, Version base, Version onto) {
        List<SectionKey> before = keysOf(base);
        List<SectionKey> mine = draft.sections().stream().map(DraftSection::key).toList();
        List<SectionKey> theirs = keysOf(onto);
        boolean disputed = isReordered(before, mine) && isReordered(before, theirs) && isReordered(mine, theirs);
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of(
                Item.TITLE,
                Optional.of(Wording.line(base.title())),
                draft.wordingOf(Item.TITLE),
                Optional.of(Wording.line(onto.title()))));
        for (SectionKey key : Orders.merged(List.of(mine, theirs, before))) {
            parts.add(Part.of(
                    Item.section(key),
                    base.section(key).map(Wording::of),
                    draft.wordingOf(Item.section(key)),
                    onto.section(key).map(Wording::of)));
        }
        return new Rebase(onto, parts, disputed, mine, theirs);
    }

    /** The texts of which somebody has to say what shall stand. */
    List<Part> conflicts() {
        return parts.stream().filter(part -> part.outcome() == Outcome.CONFLICT).toList();
    }

    /** What the draft becomes with these decisions, one for each conflict. */
    Result decided(Decisions decisions, List<SectionKey> before) {
        Map<SectionKey, Wording> texts = new LinkedHashMap<>();
        Set<SectionKey> inStep = new HashSet<>();
        BilingualText title = BilingualText.EMPTY;
        for (Part part : parts) {
            Wording wording = switch (part.outcome()) {
                case SAME, MINE -> part.mine();
                case THEIRS -> part.theirs();
                case CONFLICT ->
                    decisions
                            .texts()
                            .getOrDefault(part.item(), Optional.empty())
                            .orElse(null);
            };
            if (part.item().equals(Item.TITLE)) {
                title = wording == null ? BilingualText.EMPTY : wording.heading();
            } else if (wording != null) {
                texts.put(part.item().sectionKey(), wording);
                if (part.outcome() != Outcome.SAME && wording.equals(part.theirs())) {
                    inStep.add(part.item().sectionKey());
                }
            }
        }
        boolean theirOrder = orderDisputed ? decisions.theirOrder() : !isReordered(before, mine);
        return new Result(
                title,
                Orders.merged(theirOrder ? List.of(theirs, mine) : List.of(mine, theirs)).stream()
                        .filter(texts::containsKey)
                        .map(key -> section(key, texts))
                        .toList(),
                inStep);
    }

    private static Section section(SectionKey key, Map<SectionKey, Wording> texts) {
        return texts.getOrDefault(key, Wording.NONE).toSection(key);
    }

    static List<SectionKey> keysOf(Version version) {
        return version.sections().stream().map(Section::key).toList();
    }

    /** Whether what both have stands in another order. */
    private static boolean isReordered(List<SectionKey> one, List<SectionKey> other) {
        return !one.stream()
                .filter(other::contains)
                .toList()
                .equals(other.stream().filter(one::contains).toList());
    }
}
