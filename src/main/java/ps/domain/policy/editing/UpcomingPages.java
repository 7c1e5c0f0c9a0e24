package ps.domain.policy.editing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.notices.Corrections;
import ps.domain.policy.notices.MailPreview;
import ps.domain.policy.notices.Reach;
import ps.domain.policy.notices.Settlement;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.Entry;
import ps.domain.policy.versions.Meanwhile;
import ps.domain.policy.versions.Postponement;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;
import ps.domain.policy.versions.Withdrawal;

/** What is to be known before a version is withdrawn or postponed. */
@Component
class UpcomingPages {

    private final PublishedVersions versions;
    private final Corrections corrections;
    private final MessageSource messages;
    private final Clock clock;

    UpcomingPages(PublishedVersions versions, Corrections corrections, MessageSource messages, Clock clock) {
        this.versions = versions;
        this.corrections = corrections;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * A version and how it stands. Days and sentences are HTML.
     *
     * @param seen the place in the chain of what was recorded of it last
     * @param latest the day after which it must not take effect, since a later version does then
     * @param inForce the number of the version in force
     * @param later how it was postponed and withdrawn, in sentences
     * @param reach how many were told of it; no addresses if there is no notice
     * @param settlement what followed from the last postponement or withdrawal, once that is known
     */
    record Page(
            String number,
            int seen,
            String state,
            String effectiveFrom,
            @Nullable String latest,
            @Nullable String inForce,
            List<String> later,
            Reach reach,
            @Nullable Settlement settlement) {

        public boolean isUpcoming() {
            return state.equals("upcoming");
        }
    }

    /** A version as it is recorded now. */
    @Transactional(readOnly = true)
    Page page(int number, Language language) {
        Timeline timeline = versions.recordedTimeline();
        Version version = timeline.version(number).orElseThrow(NoSuchVersion::new);
        return new Page(
                Integer.toString(number),
                UpcomingVersions.lastEntryOf(version, timeline),
                nameOf(timeline.stateOf(version, clock.instant())),
                Dates.toHtml(timeline.effectiveFrom(version), language),
                timeline.endOf(version).map(day -> Dates.toHtml(day, language)).orElse(null),
                timeline.inForce(clock.instant())
                        .map(current -> Integer.toString(current.number()))
                        .orElse(null),
                timeline.laterEntriesOf(version).stream()
                        .flatMap(entry -> sentence(entry, timeline, language).stream())
                        .toList(),
                corrections.reach(version),
                corrections.settlement(version).orElse(null));
    }

    /** The mails that would go to those who were told. */
    @Transactional(readOnly = true)
    List<MailPreview> mails(int number, @Nullable LocalDate postponedTo, BilingualText reason) {
        Version version = versions.recordedTimeline().version(number).orElseThrow(NoSuchVersion::new);
        return corrections.preview(version, postponedTo, reason);
    }

    /**
     * That what is in force does not stay so until the version takes effect, since another one comes first, in a sentence.
     *
     * @param ever whether it takes effect at all: if it is withdrawn, another one comes in any case
     */
    @Transactional(readOnly = true)
    Optional<String> next(int number, boolean ever, Language language) {
        Timeline timeline = versions.recordedTimeline();
        Version version = timeline.version(number).orElseThrow(NoSuchVersion::new);
        LocalDate from = ever ? timeline.effectiveFrom(version) : null;
        return Meanwhile.before(version, from, timeline, clock.instant())
                .flatMap(meanwhile -> Optional.ofNullable(meanwhile.next())
                        .map(next -> say("mail.change.next", language, Meanwhile.words(meanwhile, next, language))));
    }

    private Optional<String> sentence(Entry entry, Timeline timeline, Language language) {
        String day = Dates.toHtml(LocalDate.ofInstant(entry.at(), timeline.zone()), language);
        return switch (entry) {
            case Version publication -> Optional.empty();
            case Postponement postponement ->
                Optional.of(say(
                        "reading.postponed",
                        language,
                        day,
                        Dates.toHtml(postponement.from(), language),
                        Dates.toHtml(postponement.to(), language),
                        Markdown.lineToHtml(postponement.reason().in(language), language)));
            case Withdrawal withdrawal ->
                Optional.of(say(
                        "editing.upcoming.withdrawn",
                        language,
                        day,
                        Markdown.lineToHtml(withdrawal.reason().in(language), language)));
        };
    }

    private String say(String key, Language language, Object... arguments) {
        return messages.getMessage(key, arguments, language.locale());
    }

    private static String nameOf(VersionState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
