package ps.domain.policy.reading;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
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
        LocalDate firstDay = timeline.effectiveFrom(version);
        Optional<LocalDate> lastDay = timeline.endOf(version)
                .map(end -> end.minusDays(1))
                // One that is replaced on the day on which it was published was in force on that day.
                .map(day -> day.isBefore(firstDay) ? firstDay : day);
        boolean never = timeline.isOvertaken(version);
        String kind = !never ? nameOf(state) : state == VersionState.UPCOMING ? "overtaken" : "never";
        Optional<LocalDate> withdrawn =
                timeline.withdrawalOf(version).map(withdrawal -> LocalDate.ofInstant(withdrawal.at(), timeline.zone()));
        Wording wording = new Wording(version, firstDay, lastDay, withdrawn, language, messages);
        return new Period(
                wording.say("reading.period." + kind, Dates::toHtml),
                wording.say("reading.period." + kind, Dates::inWords),
                state == VersionState.IN_FORCE
                        ? Optional.empty()
                        : Optional.of(wording.say("reading.band." + kind, Dates::toHtml)),
                never || state == VersionState.WITHDRAWN ? Optional.empty() : lastDay);
    }

    /** Finds the words of one language for the days of one version. */
    private record Wording(
            Version version,
            LocalDate firstDay,
            Optional<LocalDate> lastDay,
            Optional<LocalDate> withdrawn,
            Language language,
            MessageSource messages) {

        private String say(String key, BiFunction<LocalDate, Language, String> format) {
            return messages.getMessage(
                    key,
                    new Object[] {
                        Integer.toString(version.number()),
                        format.apply(firstDay, language),
                        lastDay.map(day -> format.apply(day, language)).orElse(""),
                        withdrawn.map(day -> format.apply(day, language)).orElse("")
                    },
                    language.locale());
        }
    }

    /** How a version was postponed, in sentences of HTML, the first time first. */
    static List<String> postponements(Version version, Timeline timeline, Language language, MessageSource messages) {
        return timeline.postponementsOf(version).stream()
                .map(postponement -> messages.getMessage(
                        "reading.postponed",
                        new Object[] {
                            Dates.toHtml(LocalDate.ofInstant(postponement.at(), timeline.zone()), language),
                            Dates.toHtml(postponement.from(), language),
                            Dates.toHtml(postponement.to(), language),
                            Markdown.lineToHtml(postponement.reason().in(language), language)
                        },
                        language.locale()))
                .toList();
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
