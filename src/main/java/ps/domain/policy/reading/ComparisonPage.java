package ps.domain.policy.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownDiff;
import ps.domain.policy.text.MarkdownDiff.Row;
import ps.domain.policy.text.MarkdownDiff.Spoken;
import ps.domain.policy.versions.Comparison;
import ps.domain.policy.versions.Comparison.Kind;
import ps.domain.policy.versions.Comparison.SectionChange;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * What the page shows that compares two versions, in one language. What is called HTML is HTML; the rest is plain.
 *
 * @param from the version that is left
 * @param to the version that is arrived at; may be the older one
 * @param same whether these are one and the same version
 * @param all whether what is unchanged is unfolded
 * @param title the name of the document, as HTML, if it changed
 * @param counts how many sections were changed, added, moved and so on, as one sentence
 * @param steps what each version on the way said of itself, the latest first; the withdrawn ones led nowhere
 * @param sections every section, those of the version arrived at in its order
 * @param choices all versions, newest first, for the form that compares any two
 */
record ComparisonPage(
        Side from,
        Side to,
        boolean same,
        boolean all,
        @Nullable String title,
        String counts,
        List<HistoryEntry> steps,
        List<SectionComparison> sections,
        List<Choice> choices) {

    /** One of the two versions; the period is HTML. */
    record Side(String number, String period) {

        private static Side of(Version version, Edition edition, Language language, MessageSource messages) {
            return new Side(
                    Integer.toString(version.number()),
                    Period.of(version, edition.timeline(), edition.stateOf(version), language, messages)
                            .sentence());
        }
    }

    /** A version that can be chosen; its name says from which day it is in force, or that it never is. */
    record Choice(String number, String name) {}

    /**
     * What became of a section.
     *
     * @param number its number in the version arrived at, unless it was removed
     * @param kindName as in style sheets and message keys
     * @param heading HTML; a changed one with both wordings
     * @param plainHeading as it is, a removed one as it was
     * @param moved from where to where, in a sentence, if it was moved
     * @param different whether it is told of in the list of what is different
     * @param told whether it says something else than before, in either language
     * @param folded whether its text is to be asked for
     * @param effects what the change means for account holders, as each version on the way says, the latest first; HTML
     * @param elsewhere whether nothing of it changed that can be read in this language
     * @param body the text as HTML when there is but one
     * @param rows the two texts when there are two
     */
    record SectionComparison(
            String key,
            @Nullable String number,
            String kindName,
            String heading,
            String plainHeading,
            @Nullable String moved,
            boolean different,
            boolean told,
            boolean folded,
            boolean elsewhere,
            List<String> effects,
            @Nullable String body,
            List<Row> rows) {}

    static ComparisonPage of(
            Version from, Version to, boolean all, Edition edition, Language language, MessageSource messages) {
        return new Wording(language, messages).page(from, to, all, edition);
    }

    /** Whether there is any section whose text can be folded. */
    public boolean isFoldable() {
        return sections.stream().anyMatch(section -> !section.told());
    }

    /** The sections that are not as they were. */
    public List<SectionComparison> differences() {
        return sections.stream().filter(SectionComparison::different).toList();
    }

    /** Finds the words of one language. */
    private record Wording(Language language, MessageSource messages) {

        private ComparisonPage page(Version from, Version to, boolean all, Edition edition) {
            Timeline timeline = edition.timeline();
            Comparison comparison = Comparison.of(from, to);
            int older = Math.min(from.number(), to.number());
            int newer = Math.max(from.number(), to.number());
            List<Version> onTheWay = IntStream.range(older, newer)
                    .map(number -> newer + older - number)
                    .mapToObj(timeline::version)
                    .flatMap(Optional::stream)
                    .filter(version -> version.number() == newer
                            || timeline.withdrawalOf(version).isEmpty())
                    .toList();
            // Going back has not the effects of having gone forward.
            List<Version> effective = from.number() < to.number() ? onTheWay : List.of();
            String before = from.title().in(language);
            String after = to.title().in(language);
            return new ComparisonPage(
                    Side.of(from, edition, language, messages),
                    Side.of(to, edition, language, messages),
                    from.number() == to.number(),
                    all,
                    before.equals(after) ? null : MarkdownDiff.ofLines(before, after, language, spoken()),
                    counts(comparison),
                    onTheWay.stream()
                            .map(version -> HistoryEntry.of(version, edition, language, messages))
                            .toList(),
                    comparison.sections().stream()
                            .map(change -> section(change, effective, all))
                            .toList(),
                    timeline.newestFirst().stream()
                            .map(version -> choice(version, timeline))
                            .toList());
        }

        private Choice choice(Version version, Timeline timeline) {
            String number = Integer.toString(version.number());
            return new Choice(
                    number,
                    say(
                            "choice" + timeline.fateOf(version).suffix(),
                            number,
                            Dates.inWords(timeline.effectiveFrom(version), language)));
        }

        private String counts(Comparison comparison) {
            List<String> counts = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                int count = comparison.count(kind);
                if (count > 0) {
                    counts.add(say("count." + nameOf(kind), count));
                }
            }
            return say(
                    "counts",
                    counts.stream()
                            .reduce((first, next) -> say("and", first, next))
                            .orElse(""));
        }

        private SectionComparison section(SectionChange change, List<Version> onTheWay, boolean all) {
            String before = change.before() == null
                    ? ""
                    : change.before().section().body().in(language);
            String after = change.after() == null
                    ? ""
                    : change.after().section().body().in(language);
            String heading = change.section().heading().in(language);
            boolean changed = change.kind() == Kind.CHANGED;
            MarkdownDiff text =
                    changed ? MarkdownDiff.of(before, after, language, spoken()) : new MarkdownDiff(List.of());
            String oldHeading = change.before() == null
                    ? heading
                    : change.before().section().heading().in(language);
            boolean elsewhere = changed && !text.isVisible() && heading.equals(oldHeading);
            return new SectionComparison(
                    change.section().key().value(),
                    change.after() == null ? null : Integer.toString(change.number()),
                    nameOf(change.kind()),
                    MarkdownDiff.ofLines(oldHeading, heading, language, spoken()),
                    heading,
                    change.moved() && change.before() != null
                            ? say(
                                    "moved",
                                    Integer.toString(change.before().number()),
                                    Integer.toString(change.number()))
                            : null,
                    change.kind() != Kind.UNCHANGED,
                    change.isTextChange(),
                    !change.isTextChange() && !all,
                    elsewhere,
                    onTheWay.stream()
                            .flatMap(
                                    version -> version.effectOf(change.section().key()).stream())
                            .map(effect -> Markdown.lineToHtml(effect.in(language), language))
                            .toList(),
                    changed && !elsewhere
                            ? null
                            : Markdown.toHtml(change.section().body().in(language), language),
                    elsewhere ? List.of() : text.rows());
        }

        private Spoken spoken() {
            return new Spoken(say("spoken.added"), say("spoken.removed"), say("spoken.end"));
        }

        private String say(String key, Object... arguments) {
            return messages.getMessage("reading.comparison." + key, arguments, language.locale());
        }

        private static String nameOf(Kind kind) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }
}
