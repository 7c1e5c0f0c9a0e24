package ps.domain.policy.notices;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.delivery.DeliveryState;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * A notice in the list of what one account holder was told. Moments are HTML.
 *
 * @param result as in message keys: the state of the delivery, or why there is none
 * @param stopped as in message keys: what it means that sending was stopped, if it was
 * @param badge as in style sheets
 * @param pseudonymous whether the address is a pseudonym
 * @param at when the relay answered, with {@code reply}
 * @param bouncedAt when it was reported that the message did not arrive, with the words of the {@code report}
 * @param sharedWith the numbers of the others who got the same message
 * @param letter what it says, if there is one
 */
record TellingRow(
        UUID id,
        String reference,
        String kind,
        String version,
        String createdAt,
        String result,
        @Nullable String stopped,
        String badge,
        @Nullable String address,
        boolean pseudonymous,
        @Nullable String at,
        @Nullable String reply,
        @Nullable String bouncedAt,
        @Nullable String report,
        @Nullable String messageId,
        @Nullable String sharedWith,
        @Nullable LetterText letter) {

    /** The mail in plain words. */
    record LetterText(String language, String subject, String text) {}

    static TellingRow of(Telling telling, ZoneId zone, Language language) {
        return switch (telling) {
            case Telling.Sent sent -> sent(sent, zone, language);
            case Telling.NotReached notReached ->
                without(telling.notice(), "accounts.reach." + notReached.reason(), "unreachable", zone, language);
            case Telling.NotAddressed notAddressed ->
                without(telling.notice(), "notices.person.notAddressed", "stopped", zone, language);
        };
    }

    private static TellingRow sent(Telling.Sent sent, ZoneId zone, Language language) {
        NoticePage.DeliveryRow delivery = NoticePage.DeliveryRow.of(sent.delivery(), zone, language);
        Notice notice = sent.notice();
        return new TellingRow(
                notice.id(),
                notice.reference(),
                notice.kind().key(),
                Integer.toString(notice.version()),
                Dates.toHtml(notice.createdAt(), zone, language),
                "notices.state." + delivery.state(),
                sent.stopped() ? stopped(sent.delivery().state()) : null,
                delivery.state(),
                sent.address(),
                Pseudonyms.isPseudonym(sent.address()),
                moment(sent.delivery().answeredAt(), zone, language),
                NoticePage.DeliveryRow.replyTo(sent.delivery()),
                moment(sent.delivery().bouncedAt(), zone, language),
                NoticePage.DeliveryRow.reportOf(sent.delivery()),
                sent.messageId(),
                numbers(sent.sharedWith()),
                new LetterText(
                        delivery.language(),
                        sent.letter().subject(),
                        sent.letter().text()));
    }

    private static TellingRow without(Notice notice, String result, String badge, ZoneId zone, Language language) {
        return new TellingRow(
                notice.id(),
                notice.reference(),
                notice.kind().key(),
                Integer.toString(notice.version()),
                Dates.toHtml(notice.createdAt(), zone, language),
                result,
                null,
                badge,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static @Nullable String moment(@Nullable Instant at, ZoneId zone, Language language) {
        return at == null ? null : Dates.toHtml(at, zone, language);
    }

    private static String stopped(DeliveryState state) {
        return switch (state) {
            case IN_FLIGHT, AMBIGUOUS -> "notices.person.stopped.unclear";
            case QUEUED, RETRYING, ACCEPTED, REFUSED, UNREACHABLE, BOUNCED -> "notices.person.stopped";
        };
    }

    private static @Nullable String numbers(List<Long> ids) {
        return ids.isEmpty() ? null : ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
