package ps.domain.policy.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is different between two versions, section by section.
 *
 * @param changes what became of the sections that differ: those of the later version in its order, then those removed
 */
public record Comparison(List<SectionChange> changes) {

    public Comparison {
        changes = List.copyOf(changes);
    }

    /** What became of a section. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * What became of one section.
     *
     * @param section as it stands in the later version; a removed one as it stood in the earlier
     */
    public record SectionChange(Kind kind, Section section) {}

    /** Compares an earlier with a later version. */
    public static Comparison of(Version earlier, Version later) {
        List<SectionChange> changes = new ArrayList<>();
        for (Section section : later.sections()) {
            Optional<Section> before = earlier.section(section.key());
            if (before.isEmpty()) {
                changes.add(new SectionChange(Kind.ADDED, section));
            } else if (!before.get().equals(section)) {
                changes.add(new SectionChange(Kind.CHANGED, section));
            }
        }
        for (Section section : earlier.sections()) {
            if (later.section(section.key()).isEmpty()) {
                changes.add(new SectionChange(Kind.REMOVED, section));
            }
        }
        return new Comparison(changes);
    }
}
