package ps.domain.policy.versions;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import ps.domain.policy.text.BilingualText;

/**
 * A published text of the policy: public and immutable.
 *
 * @param number 1, 2, 3 … in order of publication
 * @param effectiveFrom the day from whose beginning, in the policy's time zone, it was to be in force when it was
 *     published; the one that counts is known to the {@link Timeline#effectiveFrom timeline}
 * @param publishedAt when it was made public
 * @param significance whether account holders had to be told
 * @param title the name of the document
 * @param summary what is different from the version before
 * @param sections the text
 * @param effects what its changes mean for account holders, in the order of the sections, of removed ones last
 * @param seal its place in the chain, and its proof
 */
public record Version(
        int number,
        LocalDate effectiveFrom,
        Instant publishedAt,
        Significance significance,
        BilingualText title,
        BilingualText summary,
        List<Section> sections,
        List<Effect> effects,
        Seal seal)
        implements Entry {

    public Version {
        sections = List.copyOf(sections);
        effects = List.copyOf(effects);
    }

    /** The section with this key. */
    public Optional<Section> section(SectionKey key) {
        return sections.stream().filter(section -> section.key().equals(key)).findFirst();
    }

    /** What the change of this section, which may be a removed one, means for account holders, if that is said. */
    public Optional<BilingualText> effectOf(SectionKey key) {
        return effects.stream()
                .filter(effect -> effect.section().equals(key))
                .map(Effect::text)
                .findFirst();
    }

    /** Whether account holders had to be told. */
    public boolean isMaterial() {
        return significance.isMaterial();
    }

    @Override
    public Instant at() {
        return publishedAt;
    }

    Version sealed() {
        return new Version(
                number, effectiveFrom, publishedAt, significance, title, summary, sections, effects, Seal.on(this));
    }
}
