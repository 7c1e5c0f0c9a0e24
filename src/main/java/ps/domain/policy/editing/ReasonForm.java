package ps.domain.policy.editing;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * Why a version is withdrawn or postponed, as typed.
 *
 * @param to the new day as {@code yyyy-MM-dd}, or anything; not there for a withdrawal
 * @param looked what {@link #words} was when the page was shown
 * @param seen the place in the chain of what was recorded of the version last when the page was shown
 */
record ReasonForm(
        String to,
        String reasonAr,
        String reasonEn,
        String looked,
        @Nullable Integer seen) {

    private static final int LONGEST_REASON = 500;

    ReasonForm {
        to = Typed.orEmpty(to);
        reasonAr = Typed.orEmpty(reasonAr);
        reasonEn = Typed.orEmpty(reasonEn);
        looked = Typed.orEmpty(looked);
    }

    static ReasonForm empty(int seen) {
        return new ReasonForm("", "", "", "", seen);
    }

    ReasonForm seen(int last) {
        return new ReasonForm(to, reasonAr, reasonEn, looked, last);
    }

    /** Nothing that was ever recorded has the place 0. */
    int seenOrNothing() {
        return seen == null ? 0 : seen;
    }

    BilingualText reason() {
        return new BilingualText(Typed.line(reasonAr), Typed.line(reasonEn));
    }

    /** Stands for the words of the reason. */
    public String words() {
        return Integer.toHexString(reason().hashCode());
    }

    Optional<LocalDate> day() {
        return Dates.typed(to);
    }

    /** Adds to the problems what cannot be said to readers. */
    void checkReason(Problems problems) {
        for (Language language : Language.values()) {
            Typed.check(problems, "reason-" + language, reason().in(language), LONGEST_REASON);
        }
    }

    /** Adds to the problems, once, what is hardly in its language: it may be as it should be, and would stand for ever. */
    void pointOutDoubts(Problems problems) {
        if (!looked.equals(words())) {
            for (Language language : Language.values()) {
                problems.doubt("#reason-" + language, reason().in(language), language, "editing.upcoming.doubt.");
            }
        }
    }

    /** Adds to the problems what has to be there before anything happens. */
    void requireReason(Problems problems) {
        reason().missing()
                .forEach(language -> problems.add("reason-" + language, "editing.upcoming.missing." + language));
    }

    /** Adds to the problems that there is no day, or none that anybody understands. */
    void requireDay(Problems problems) {
        if (to.isBlank()) {
            problems.add("to", "editing.upcoming.missing.day");
        } else if (day().isEmpty()) {
            problems.add("to", "editing.problem.date", to.strip());
        }
    }
}
