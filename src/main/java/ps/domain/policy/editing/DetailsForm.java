package ps.domain.policy.editing;

import org.jspecify.annotations.Nullable;
import ps.domain.policy.editing.Draft.Details;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * What is needed to publish besides the text, as typed.
 *
 * @param effective a day as {@code yyyy-MM-dd}, which is what a date field sends, or anything
 * @param kind {@code MATERIAL}, {@code MINOR}, or anything else while undecided
 * @param detailsRevision the revision of these details that the page showed
 */
record DetailsForm(
        String titleAr,
        String titleEn,
        String effective,
        String kind,
        String reasonAr,
        String reasonEn,
        String summaryAr,
        String summaryEn,
        int detailsRevision) {

    static final int LONGEST_TITLE = 100;
    private static final int LONGEST_SUMMARY = 3_000;
    private static final int LONGEST_REASON = 500;

    DetailsForm {
        titleAr = Typed.orEmpty(titleAr);
        titleEn = Typed.orEmpty(titleEn);
        effective = Typed.orEmpty(effective);
        kind = Typed.orEmpty(kind);
        reasonAr = Typed.orEmpty(reasonAr);
        reasonEn = Typed.orEmpty(reasonEn);
        summaryAr = Typed.orEmpty(summaryAr);
        summaryEn = Typed.orEmpty(summaryEn);
    }

    static DetailsForm of(DraftPages.Page draft) {
        Details details = draft.details();
        return new DetailsForm(
                details.title().ar(),
                details.title().en(),
                details.effectiveFrom() == null ? "" : details.effectiveFrom().toString(),
                details.material() == null ? "" : details.material() ? "MATERIAL" : "MINOR",
                details.minorReason().ar(),
                details.minorReason().en(),
                details.summary().ar(),
                details.summary().en(),
                draft.detailsRevision());
    }

    DetailsForm withRevisionOf(DraftPages.Page draft) {
        return new DetailsForm(
                titleAr, titleEn, effective, kind, reasonAr, reasonEn, summaryAr, summaryEn, draft.detailsRevision());
    }

    /** Adds to the problems what cannot be kept. What is merely missing can be. */
    void check(Problems problems) {
        Details details = details();
        if (details.effectiveFrom() == null && !effective.isBlank()) {
            problems.add("effective", "editing.problem.date", effective.strip());
        }
        for (Language language : Language.values()) {
            Typed.check(problems, "title-" + language, details.title().in(language), LONGEST_TITLE);
            Typed.check(problems, "summary-" + language, details.summary().in(language), LONGEST_SUMMARY);
            Typed.check(problems, "reason-" + language, details.minorReason().in(language), LONGEST_REASON);
        }
    }

    Details details() {
        return new Details(
                new BilingualText(Typed.line(titleAr), Typed.line(titleEn)),
                new BilingualText(Typed.text(summaryAr), Typed.text(summaryEn)),
                material(),
                new BilingualText(Typed.line(reasonAr), Typed.line(reasonEn)),
                Dates.typed(effective).orElse(null));
    }

    private @Nullable Boolean material() {
        return switch (kind) {
            case "MATERIAL" -> true;
            case "MINOR" -> false;
            default -> null;
        };
    }
}
