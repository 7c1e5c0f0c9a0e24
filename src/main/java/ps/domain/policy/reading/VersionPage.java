package ps.domain.policy.reading;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/**
 * What the page of a version shows, in one language. Days are HTML {@code time} elements, headings and bodies are HTML;
 * the rest is plain.
 *
 * @param number the version's number
 * @param title the name of the document
 * @param name what tabs and links call the page: on one for ever, the document's name with the version's number
 * @param current whether this is the page of the version in force, rather than that of a version for ever
 * @param effectiveFrom the day from which it is in force, or was to be
 * @param neverInForce whether that day did not bring it into force, and will not
 * @param lastDay the last day on which it was or will be in force, if that is known
 * @param publishedOn the day on which it was made public
 * @param period from when to when, in a sentence
 * @param plainPeriod the same as plain text
 * @param notInForce says so, in a sentence, when it is not in force
 * @param postponements from when to when it was postponed, and why, in sentences of HTML, while it is upcoming
 * @param withdrawalReason why it was withdrawn, as HTML, if it was
 * @param predecessor the number of the version before, if there is one
 * @param upcoming the versions that are still to take effect, on the page of the one in force
 * @param sections the text
 * @param fingerprint 64 hexadecimal digits
 * @param permanentAddress where this text stays for ever
 */
record VersionPage(
        String number,
        String title,
        String name,
        boolean current,
        String effectiveFrom,
        boolean neverInForce,
        @Nullable String lastDay,
        String publishedOn,
        String period,
        String plainPeriod,
        @Nullable String notInForce,
        List<String> postponements,
        @Nullable String withdrawalReason,
        @Nullable String predecessor,
        List<UpcomingVersion> upcoming,
        List<SectionText> sections,
        String fingerprint,
        String permanentAddress) {

    /** A version still to come, with how it was postponed. */
    record UpcomingVersion(String number, String effectiveFrom, List<String> postponements) {}

    /** A section in one language; {@code otherHeading} is its heading in the other. */
    record SectionText(int number, String key, String heading, String plainHeading, String otherHeading, String body) {

        static SectionText of(int number, Section section, Language language) {
            String heading = section.heading().in(language);
            return new SectionText(
                    number,
                    section.key().value(),
                    Markdown.lineToHtml(heading, language),
                    heading,
                    section.heading().in(language.other()),
                    Markdown.toHtml(section.body().in(language), language));
        }
    }

    static VersionPage of(
            Version version, boolean current, Edition edition, Language language, MessageSource messages, Links links) {
        Timeline timeline = edition.timeline();
        VersionState state = edition.stateOf(version);
        Period period = Period.of(version, timeline, state, language, messages);
        String number = Integer.toString(version.number());
        String title = version.title().in(language);
        return new VersionPage(
                number,
                title,
                current
                        ? title
                        : messages.getMessage("reading.version.named", new Object[] {title, number}, language.locale()),
                current,
                Dates.toHtml(timeline.effectiveFrom(version), language),
                state == VersionState.WITHDRAWN || timeline.isOvertaken(version),
                period.lastDay().map(day -> Dates.toHtml(day, language)).orElse(null),
                Dates.toHtml(LocalDate.ofInstant(version.publishedAt(), timeline.zone()), language),
                period.sentence(),
                period.plainSentence(),
                period.band().orElse(null),
                state == VersionState.UPCOMING
                        ? Period.postponements(version, timeline, language, messages)
                        : List.of(),
                timeline.withdrawalOf(version)
                        .map(withdrawal ->
                                Markdown.lineToHtml(withdrawal.reason().in(language), language))
                        .orElse(null),
                timeline.predecessorOf(version)
                        .map(before -> Integer.toString(before.number()))
                        .orElse(null),
                current
                        ? timeline.upcoming(edition.moment()).stream()
                                .filter(next -> !timeline.isOvertaken(next))
                                .map(next -> new UpcomingVersion(
                                        Integer.toString(next.number()),
                                        Dates.toHtml(timeline.effectiveFrom(next), language),
                                        Period.postponements(next, timeline, language, messages)))
                                .toList()
                        : List.of(),
                IntStream.range(0, version.sections().size())
                        .mapToObj(i -> SectionText.of(i + 1, version.sections().get(i), language))
                        .toList(),
                version.sha256(),
                links.to(new Address.Permanent(language, version.number()).path()));
    }
}
