package ps.domain.policy.editing;

import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.SectionKey;

/**
 * The words of an {@link Item}. Only a section has both parts; of the other one there is nothing.
 *
 * @param heading one line, plain
 * @param body Markdown in a section, plain elsewhere
 */
record Wording(BilingualText heading, BilingualText body) {

    static final Wording NONE = new Wording(BilingualText.EMPTY, BilingualText.EMPTY);

    static Wording of(Section section) {
        return new Wording(section.heading(), section.body());
    }

    /** Of what has no text below it. */
    static Wording line(BilingualText heading) {
        return new Wording(heading, BilingualText.EMPTY);
    }

    /** Of what has no heading. */
    static Wording text(BilingualText body) {
        return new Wording(BilingualText.EMPTY, body);
    }

    Section toSection(SectionKey key) {
        return new Section(key, heading, body);
    }

    /** Whether something that belongs to such an item is still to be written in a language. */
    boolean isMissing(Item.Kind kind, Language language) {
        return (kind.hasHeading() && heading.in(language).isBlank())
                || (kind.hasBody() && body.in(language).isBlank());
    }

    boolean isBlank() {
        return heading.missing().size() + body.missing().size() == 2 * Language.values().length;
    }

    boolean isSameIn(Language language, Wording other) {
        return heading.in(language).equals(other.heading.in(language))
                && body.in(language).equals(other.body.in(language));
    }
}
