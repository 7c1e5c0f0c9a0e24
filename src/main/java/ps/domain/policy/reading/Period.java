package ps.domain.policy.reading;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/**
 * From when to when a version is in force, in words.
 *
 * @param sentence for lists
 * @param band for the page of a version that is not in force: which it is, and why not
 * @param lastDay the last day, if another version's effective date is known
 */
record Period(String sentence, Optional<String> band, Optional<LocalDate> lastDay) {

    static Period of(
            Version version, Timeline timeline, VersionState state, Language language, MessageSource messages) {
        Optional<LocalDate> lastDay = timeline.endOf(version).map(end -> end.minusDays(1));
        boolean never =
                lastDay.filter(day -> day.isBefore(version.effectiveFrom())).isPresent();
        String number = Integer.toString(version.number());
        String from = Dates.toHtml(version.effectiveFrom(), language);
        String to = lastDay.map(day -> Dates.toHtml(day, language)).orElse("");
        String kind = never && state == VersionState.SUPERSEDED ? "never" : nameOf(state);
        String sentence = messages.getMessage("reading.period." + kind, new Object[] {from, to}, language.locale());
        Optional<String> band = state == VersionState.IN_FORCE
                ? Optional.empty()
                : Optional.of(messages.getMessage(
                        "reading.band." + kind, new Object[] {number, from, to}, language.locale()));
        return new Period(sentence, band, never ? Optional.empty() : lastDay);
    }

    /** The state as it stands in style sheets and message keys. */
    static String nameOf(VersionState state) {
        return switch (state) {
            case UPCOMING -> "upcoming";
            case IN_FORCE -> "in-force";
            case SUPERSEDED -> "superseded";
        };
    }
}
