package ps.domain.policy.versions;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Language;

/**
 * One reason why something cannot be published.
 *
 * @param kind what stands in the way
 * @param section the section that it is about, if it is about one
 * @param language the language that it is about, if it is about one
 * @param day the day that it is about, if it is about one
 */
public record Obstacle(
        Kind kind,
        @Nullable SectionKey section,
        @Nullable Language language,
        @Nullable LocalDate day) {

    /** What can stand in the way. */
    public enum Kind {
        /** There is no section at all. */
        NO_SECTIONS,
        /** Two sections have the same key. */
        KEY_TWICE,
        /** A section has no heading in a language. */
        HEADING_MISSING,
        /** A section has no text in a language. */
        BODY_MISSING,
        /** A section's text has something in it that is refused. */
        BODY_REFUSED,
        /** The document has no title in a language. */
        TITLE_MISSING,
        /** The summary of changes is missing in a language. */
        SUMMARY_MISSING,
        /** A sentence tells of the effect of a section that neither this version nor the one before has. */
        EFFECT_UNKNOWN_SECTION,
        /** The effect of a section is told in one language only, or in none. */
        EFFECT_MISSING,
        /** The effect of a section has something in its text that is refused. */
        EFFECT_REFUSED,
        /** Nobody has said whether the change is material or minor. */
        SIGNIFICANCE_MISSING,
        /** The change is minor, but nobody has said why, in a language. */
        MINOR_REASON_MISSING,
        /** There is no effective date. */
        EFFECTIVE_DATE_MISSING,
        /** The effective date has passed. */
        EFFECTIVE_DATE_PASSED,
        /** The change is material, and account holders would be told later than the minimum notice wants it. */
        EFFECTIVE_DATE_TOO_SOON,
        /** The effective date is before that of a version published earlier. */
        EFFECTIVE_DATE_BEFORE_PREDECESSOR,
        /** The text is the same as that of the version before. */
        NOTHING_CHANGED
    }

    static Obstacle of(Kind kind) {
        return new Obstacle(kind, null, null, null);
    }

    static Obstacle in(Kind kind, Language language) {
        return new Obstacle(kind, null, language, null);
    }

    static Obstacle at(Kind kind, SectionKey section) {
        return new Obstacle(kind, section, null, null);
    }

    static Obstacle at(Kind kind, SectionKey section, Language language) {
        return new Obstacle(kind, section, language, null);
    }

    static Obstacle on(Kind kind, LocalDate day) {
        return new Obstacle(kind, null, null, day);
    }
}
