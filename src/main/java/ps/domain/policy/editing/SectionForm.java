package ps.domain.policy.editing;

import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;

/**
 * The text of a section as typed.
 *
 * @param revision the revision of the section that the editor began with
 */
record SectionForm(String headingAr, String headingEn, String bodyAr, String bodyEn, int revision) {

    /** In UTF-16 units: a heading is one line. */
    static final int LONGEST_HEADING = 200;

    /** In UTF-16 units: about 8,000 words, more than most whole policies. */
    static final int LONGEST_BODY = 50_000;

    SectionForm {
        headingAr = Typed.orEmpty(headingAr);
        headingEn = Typed.orEmpty(headingEn);
        bodyAr = Typed.orEmpty(bodyAr);
        bodyEn = Typed.orEmpty(bodyEn);
    }

    static SectionForm of(DraftSection section) {
        return new SectionForm(
                section.heading().ar(),
                section.heading().en(),
                section.body().ar(),
                section.body().en(),
                section.revision());
    }

    SectionForm withRevision(int newRevision) {
        return new SectionForm(headingAr, headingEn, bodyAr, bodyEn, newRevision);
    }

    BilingualText heading() {
        return new BilingualText(Typed.line(headingAr), Typed.line(headingEn));
    }

    BilingualText body() {
        return new BilingualText(Typed.text(bodyAr), Typed.text(bodyEn));
    }

    Wording wording() {
        return new Wording(heading(), body());
    }

    /** Adds to the problems what cannot be kept. What is merely missing can be: a draft may be incomplete. */
    void check(Problems problems) {
        check(problems, "");
    }

    /** The same where the names of the fields end in something. */
    void check(Problems problems, String suffix) {
        for (Language language : Language.values()) {
            Typed.check(problems, "heading-" + language + suffix, heading().in(language), LONGEST_HEADING);
            Typed.check(problems, "body-" + language + suffix, body().in(language), LONGEST_BODY);
        }
    }
}
