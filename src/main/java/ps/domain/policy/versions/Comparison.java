package ps.domain.policy.versions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Alignment;

/**
 * What becomes of each section on the way from one version to another; the other may be the older one.
 *
 * @param sections those of the version arrived at, in its order; a removed one stands behind what it followed
 */
public record Comparison(List<SectionChange> sections) {

    public Comparison {
        sections = List.copyOf(sections);
    }

    /** What became of a section, in order of weight: one that is changed may have been moved besides. */
    public enum Kind {
        CHANGED,
        ADDED,
        REMOVED,
        MOVED,
        UNCHANGED
    }

    /**
     * A section in its place.
     *
     * @param number counted from 1
     */
    public record Place(int number, Section section) {}

    /**
     * What became of one section.
     *
     * @param moved whether it changed places with others that both versions have; one that only makes room for an added
     *     or removed section has not moved
     * @param before where it was, unless it was added
     * @param after where it is, unless it was removed
     */
    public record SectionChange(
            Kind kind,
            boolean moved,
            @Nullable Place before,
            @Nullable Place after) {

        /** The section as it is, a removed one as it was. */
        public Section section() {
            return place().section();
        }

        /** The number that it has, a removed one the number that it had. */
        public int number() {
            return place().number();
        }

        /** Whether a reader is told something else than before, in either language. */
        public boolean isTextChange() {
            return switch (kind) {
                case CHANGED, ADDED, REMOVED -> true;
                case MOVED, UNCHANGED -> false;
            };
        }

        private Place place() {
            return after != null ? after : Objects.requireNonNull(before);
        }
    }

    /** Compares two versions, in this direction. */
    public static Comparison of(Version from, Version to) {
        return of(from.sections(), to.sections());
    }

    /** Compares two texts, of which the later one need not be published. */
    public static Comparison of(List<Section> from, List<Section> to) {
        Map<SectionKey, Place> before = places(from);
        Map<SectionKey, Place> after = places(to);
        Set<SectionKey> inOrder = inOrder(before, to);
        List<SectionChange> changes = new ArrayList<>();
        // Each removed section waits behind the nearest one before it that stayed where it was.
        int next = removedFrom(0, from, after, inOrder, changes);
        for (Section section : to) {
            Place here = Objects.requireNonNull(after.get(section.key()));
            Place there = before.get(section.key());
            boolean moved = there != null && !inOrder.contains(section.key());
            changes.add(new SectionChange(kind(there, here, moved), moved, there, here));
            if (inOrder.contains(section.key())) {
                next = removedFrom(
                        Math.max(next, Objects.requireNonNull(there).number()), from, after, inOrder, changes);
            }
        }
        return new Comparison(changes);
    }

    /** How many sections this became of. */
    public int count(Kind kind) {
        return (int) sections.stream().filter(change -> change.kind() == kind).count();
    }

    /** The sections in which a reader is told something else than before; what was only moved still says the same. */
    public List<SectionChange> textChanges() {
        return sections.stream().filter(SectionChange::isTextChange).toList();
    }

    private static Map<SectionKey, Place> places(List<Section> sections) {
        Map<SectionKey, Place> places = new HashMap<>();
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            places.put(section.key(), new Place(i + 1, section));
        }
        return places;
    }

    /** As many sections as possible that kept their order among each other: all others were moved. */
    private static Set<SectionKey> inOrder(Map<SectionKey, Place> before, List<Section> to) {
        List<Section> both =
                to.stream().filter(section -> before.containsKey(section.key())).toList();
        int[] numbers = both.stream()
                .mapToInt(section ->
                        Objects.requireNonNull(before.get(section.key())).number())
                .toArray();
        return Alignment.longestIncreasing(numbers).stream()
                .map(i -> both.get(i).key())
                .collect(Collectors.toSet());
    }

    /** Adds the removed sections that follow a place, up to the next section that stayed; where it stopped. */
    private static int removedFrom(
            int at,
            List<Section> from,
            Map<SectionKey, Place> after,
            Set<SectionKey> inOrder,
            List<SectionChange> changes) {
        int next = at;
        while (next < from.size() && !inOrder.contains(from.get(next).key())) {
            Section section = from.get(next++);
            if (!after.containsKey(section.key())) {
                changes.add(new SectionChange(Kind.REMOVED, false, new Place(next, section), null));
            }
        }
        return next;
    }

    private static Kind kind(@Nullable Place before, Place after, boolean moved) {
        if (before == null) {
            return Kind.ADDED;
        }
        if (!before.section().equals(after.section())) {
            return Kind.CHANGED;
        }
        return moved ? Kind.MOVED : Kind.UNCHANGED;
    }
}
