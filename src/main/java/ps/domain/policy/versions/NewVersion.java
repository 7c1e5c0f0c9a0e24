package ps.domain.policy.versions;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.BilingualText;

/**
 * What somebody would like to publish; it may not be fit for that yet.
 *
 * @param effectiveFrom the day from which it shall be in force, null while undecided
 * @param significance material or minor, null while undecided
 * @param title the name of the document
 * @param summary what is different from the version before
 * @param sections the text
 * @param effects what its changes mean for account holders, one for a section at most, in any order
 * @param shortNotice why account holders may be told later than the minimum notice wants it, if somebody decided that
 */
public record NewVersion(
        @Nullable LocalDate effectiveFrom,
        @Nullable Significance significance,
        BilingualText title,
        BilingualText summary,
        List<Section> sections,
        List<Effect> effects,
        @Nullable String shortNotice) {

    /** @throws IllegalArgumentException when a section has two effects */
    public NewVersion {
        sections = List.copyOf(sections);
        effects = List.copyOf(effects);
        if (effects.stream().map(Effect::section).distinct().count() < effects.size()) {
            throw new IllegalArgumentException("A section has two effects: " + effects);
        }
    }

    /** One that gives account holders their time. */
    public NewVersion(
            @Nullable LocalDate effectiveFrom,
            @Nullable Significance significance,
            BilingualText title,
            BilingualText summary,
            List<Section> sections,
            List<Effect> effects) {
        this(effectiveFrom, significance, title, summary, sections, effects, null);
    }

    /** One that says nothing of its effects besides. */
    public NewVersion(
            @Nullable LocalDate effectiveFrom,
            @Nullable Significance significance,
            BilingualText title,
            BilingualText summary,
            List<Section> sections) {
        this(effectiveFrom, significance, title, summary, sections, List.of());
    }

    /** The same with a decision that account holders may be told late, or without one. */
    public NewVersion atShortNotice(@Nullable String reason) {
        return new NewVersion(effectiveFrom, significance, title, summary, sections, effects, reason);
    }
}
