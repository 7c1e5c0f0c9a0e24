package ps.domain.policy.reading;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/**
 * From when to when a version is in force, in words.
 *
 * @param sentence for lists, as HTML
 * @param plainSentence the same as plain text
 * @param band for the page of a version that is not in force: which it is, and why not, as HTML
 * @param lastDay the last day, if another version's effective date is known
 */
record Period(String sentence, String plainSentence, Optional<String> band, Optional<LocalDate> lastDay) {

    static Period of(
            Version version, Timeline timeline, VersionState state, Language language, MessageSource messages) {
        Optional<LocalDate> lastDay = timeline.endOf(version).map(end -> end.minusDays(1));
        boolean never =
                lastDay.filter(day -> day.isBefore(version.effectiveFrom())).isPresent();
        String kind = never && state == VersionState.SUPERSEDED ? "never" : nameOf(state);
        Optional<LocalDate> withdrawn =
                timeline.withdrawalOf(version).map(withdrawal -> LocalDate.ofInstant(withdrawal.at(), timeline.zone()));
        return new Period(
                say("reading.period." + kind, version, lastDay, withdrawn, Dates::toHtml, language, messages),
                say("reading.period." + kind, version, lastDay, withdrawn, Dates::inWords, language, messages),
                state == VersionState.IN_FORCE
                        ? Optional.empty()
                        : Optional.of(say(
                                "reading.band." + kind,
                                version,
                                lastDay,
                                withdrawn,
                                Dates::toHtml,
                                language,
                                messages)),
                never || state == VersionState.WITHDRAWN ? Optional.empty() : lastDay);
    }

    private static String say(
            String key,
            Version version,
            Optional<LocalDate> lastDay,
            Optional<LocalDate> withdrawn,
            BiFunction<LocalDate, Language, String> format,
            Language language,
            MessageSource messages) {
        return messages.getMessage(
                key,
                new Object[] {
                    Integer.toString(version.number()),
                    format.apply(version.effectiveFrom(), language),
                    lastDay.map(day -> format.apply(day, language)).orElse(""),
                    withdrawn.map(day -> format.apply(day, language)).orElse("")
                },
                language.locale());
    }

    /** The state as it stands in style sheets and message keys. */
    static String nameOf(VersionState state) {
        return switch (state) {
            case UPCOMING -> "upcoming";
            case IN_FORCE -> "in-force";
            case SUPERSEDED -> "superseded";
            case WITHDRAWN -> "withdrawn";
        };
    }
}
