package ps.domain.policy.notices;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.delivery.Delivery;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.delivery.Trouble;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * What the page of a notice shows. Days and moments are HTML.
 *
 * @param asOf when this was asked, to the second
 * @param answered how many deliveries have ended
 * @param perHour at the rate of the last minute, while it is being sent
 * @param left how long until everybody was attempted, if that can be said
 * @param trouble why it paused by itself, if it did
 * @param heldUntil the end of the hold, while it lasts
 */
record NoticePage(
        UUID id,
        String reference,
        String kind,
        String version,
        String createdAt,
        String createdBy,
        long accountHolders,
        long unreached,
        String asOf,
        Progress progress,
        long answered,
        long perHour,
        @Nullable Left left,
        @Nullable TroubleRow trouble,
        @Nullable String heldUntil) {

    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern("HH:mm:ss");

    static NoticePage of(Notice notice, Progress progress, Clock clock, Language language) {
        ZoneId zone = clock.getZone();
        Instant now = clock.instant();
        long answered = progress.accepted() + progress.refused() + progress.unreachable() + progress.bounced();
        Trouble trouble = progress.trouble();
        return new NoticePage(
                notice.id(),
                notice.reference(),
                notice.kind().key(),
                Integer.toString(notice.version()),
                Dates.toHtml(notice.createdAt(), zone, language),
                notice.createdBy(),
                notice.accountHolders(),
                notice.unreached(),
                TO_THE_SECOND.format(now.atZone(zone)),
                progress,
                answered,
                isGoing(progress) ? Math.round(progress.perSecond() * 3600) : 0,
                progress.left() == null ? null : Left.of(progress.left()),
                trouble == null ? null : TroubleRow.of(trouble, zone, language),
                progress.phase() == Progress.Phase.HELD ? Dates.toHtml(progress.notBefore(), zone, language) : null);
    }

    private static boolean isGoing(Progress progress) {
        return progress.phase() == Progress.Phase.SENDING || progress.phase() == Progress.Phase.CANARY;
    }

    /** The phase as in message keys and style sheets. */
    public String getPhase() {
        return nameOf(progress.phase());
    }

    /** The key of the message that names it. */
    public String getNameKey() {
        return "notices.name" + ofKind();
    }

    /** The key of the message that says when its text was fixed. */
    public String getFixedKey() {
        return "notices.mail.fixed" + ofKind();
    }

    /** A change is what most of them are. */
    private String ofKind() {
        return kind.equals(NoticeKind.CHANGE.key()) ? "" : "." + kind;
    }

    /** Whether it tells of a version before it takes effect. */
    public boolean isAnnouncing() {
        return kind.equals(NoticeKind.CHANGE.key()) || kind.equals(NoticeKind.CATCH_UP.key());
    }

    /** Whether the page need not be looked at again. */
    public boolean isEnded() {
        return progress.phase() == Progress.Phase.FINISHED || progress.phase() == Progress.Phase.STOPPED;
    }

    static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * How long it still takes.
     *
     * @param unit as in message keys
     */
    record Left(String unit, long amount) {

        static Left of(Duration left) {
            if (left.compareTo(Duration.ofMinutes(90)) <= 0) {
                return new Left("minutes", Math.ceilDiv(left.toSeconds(), 60));
            }
            return left.compareTo(Duration.ofDays(2)) <= 0
                    ? new Left("hours", Math.ceilDiv(left.toMinutes(), 60))
                    : new Left("days", Math.ceilDiv(left.toHours(), 24));
        }
    }

    /**
     * Why a notice paused by itself.
     *
     * @param kind as in message keys
     * @param since since when, if that matters
     * @param reply what the relay said, if that matters
     */
    record TroubleRow(
            String kind,
            long answers,
            long refused,
            @Nullable String since,
            @Nullable String reply) {

        static TroubleRow of(Trouble trouble, ZoneId zone, Language language) {
            Instant since = trouble.since();
            return new TroubleRow(
                    nameOf(trouble.kind()),
                    trouble.answers(),
                    trouble.refused(),
                    since == null ? null : Dates.toHtml(since, zone, language),
                    trouble.reply().isEmpty() ? null : trouble.reply());
        }
    }

    /** Another notice of the same version, and what it is to this one as in message keys. */
    record Related(String relation, UUID id, String reference) {}

    /**
     * A letter as it is shown.
     *
     * @param corrects the reference of the notice that it corrects, if it is part of a correction
     */
    record LetterRow(
            String variant, String language, @Nullable String corrects, String subject, String text) {

        static LetterRow of(Letter letter) {
            return new LetterRow(
                    letter.variant(),
                    languageOf(letter.variant()),
                    correctedBy(letter),
                    letter.subject(),
                    letter.text());
        }

        /** The reference behind the language. */
        static @Nullable String correctedBy(Letter letter) {
            int dot = letter.variant().indexOf('.');
            return dot < 0 ? null : letter.variant().substring(dot + 1);
        }
    }

    /** The language that comes first in a variant. */
    static String languageOf(String variant) {
        return variant.split("\\.", 2)[0];
    }

    /** A delivery in the list. */
    record DeliveryRow(
            String address,
            String language,
            String state,
            @Nullable String at,
            @Nullable String reply) {

        static DeliveryRow of(Delivery delivery, ZoneId zone, Language language) {
            Instant bouncedAt = delivery.bouncedAt();
            Instant at = bouncedAt == null ? delivery.answeredAt() : bouncedAt;
            return new DeliveryRow(
                    delivery.address(),
                    languageOf(delivery.variant()),
                    nameOf(delivery.state()),
                    at == null ? null : Dates.toHtml(at, zone, language),
                    answerOf(delivery));
        }

        private static @Nullable String answerOf(Delivery delivery) {
            return delivery.bouncedAt() == null ? replyTo(delivery) : reportOf(delivery);
        }

        /** The relay's answer as it stood on the wire: code, enhanced code, words. */
        static @Nullable String replyTo(Delivery delivery) {
            return words(delivery.code(), beginsWith(delivery) ? null : delivery.enhancedCode(), delivery.reply());
        }

        /** What was reported later: status, words. */
        static @Nullable String reportOf(Delivery delivery) {
            return words(delivery.bounceStatus(), delivery.bounceText());
        }

        private static @Nullable String words(@Nullable Object... said) {
            String words = Stream.of(said)
                    .filter(Objects::nonNull)
                    .map(String::valueOf)
                    .collect(Collectors.joining(" "));
            return words.isEmpty() ? null : words;
        }

        /** The enhanced code is the first of the words, but where they hold a name and so were left out. */
        private static boolean beginsWith(Delivery delivery) {
            String reply = delivery.reply();
            String enhancedCode = delivery.enhancedCode();
            return reply != null && enhancedCode != null && reply.startsWith(enhancedCode);
        }
    }
}
