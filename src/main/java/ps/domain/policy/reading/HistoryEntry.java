package ps.domain.policy.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Significance.Minor;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/**
 * A version in the list of all, in one language.
 *
 * @param number the version's number
 * @param stateName as in style sheets and message keys
 * @param predecessor the number of the version before, if there is one
 * @param material whether account holders had to be told
 * @param minorReason why not, as HTML, when they had not; the first version was not a change at all
 * @param period from when to when, as HTML
 * @param summary what is different from the version before, in paragraphs of HTML
 * @param effects what its changes mean for account holders
 * @param postponements from when to when it was postponed, and why, in sentences of HTML
 * @param withdrawalReason why it was taken back, as HTML, if it was
 */
record HistoryEntry(
        String number,
        String stateName,
        @Nullable String predecessor,
        boolean material,
        @Nullable String minorReason,
        String period,
        List<String> summary,
        List<SectionEffect> effects,
        List<String> postponements,
        @Nullable String withdrawalReason) {

    /** What the change of a section means for account holders; heading and text are HTML. */
    record SectionEffect(String key, String heading, String text) {}

    static HistoryEntry of(Version version, Edition edition, Language language, MessageSource messages) {
        VersionState state = edition.stateOf(version);
        return new HistoryEntry(
                Integer.toString(version.number()),
                Period.nameOf(state),
                edition.timeline()
                        .predecessorOf(version)
                        .map(before -> Integer.toString(before.number()))
                        .orElse(null),
                version.isMaterial(),
                version.number() > 1 && version.significance() instanceof Minor minor
                        ? Markdown.lineToHtml(minor.reason().in(language), language)
                        : null,
                Period.of(version, edition.timeline(), state, language, messages)
                        .sentence(),
                version.summary().paragraphs(language).stream()
                        .map(paragraph -> Markdown.lineToHtml(paragraph, language))
                        .toList(),
                effects(version, edition.timeline(), language),
                Period.postponements(version, edition.timeline(), language, messages),
                edition.timeline()
                        .withdrawalOf(version)
                        .map(withdrawal ->
                                Markdown.lineToHtml(withdrawal.reason().in(language), language))
                        .orElse(null));
    }

    private static List<SectionEffect> effects(Version version, Timeline timeline, Language language) {
        return version.effects().stream()
                .map(effect -> new SectionEffect(
                        effect.section().value(),
                        Markdown.lineToHtml(headingOf(effect.section(), version, timeline, language), language),
                        Markdown.lineToHtml(effect.text().in(language), language)))
                .toList();
    }

    /** As this version has it, or else the last one that had a section which this one removed. */
    private static String headingOf(SectionKey key, Version version, Timeline timeline, Language language) {
        return timeline.newestFirst().stream()
                .filter(candidate -> candidate.number() <= version.number())
                .flatMap(candidate -> candidate.section(key).stream())
                .map(section -> section.heading().in(language))
                .findFirst()
                .orElse(key.value());
    }
}
