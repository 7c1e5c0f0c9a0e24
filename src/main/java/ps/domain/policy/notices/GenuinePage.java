package ps.domain.policy.notices;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.notices.SentNotices.SentNotice;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/**
 * What anybody may see of a notice that was sent. Moments are HTML.
 *
 * @param from when the first mail could go out
 * @param stoppedAt when sending was stopped before everybody had got it, if it was
 */
record GenuinePage(
        String reference,
        String kind,
        String version,
        boolean sent,
        String createdAt,
        String from,
        @Nullable String stoppedAt,
        List<String> correctedBy,
        List<Shown> letters) {

    /** A letter in plain words, its languages one after the other. */
    record Shown(String variant, String subject, List<Part> parts) {}

    /** What it says in one language. */
    record Part(Language language, List<List<Line>> paragraphs) {}

    /**
     * A line.
     *
     * @param html what is in it
     * @param href where it leads, if it is an address of ours
     */
    record Line(String html, @Nullable String href) {}

    /**
     * A notice for readers of a language.
     *
     * @param home what our own addresses begin with
     */
    static GenuinePage of(SentNotice found, Language language, ZoneId zone, String home) {
        Notice notice = found.notice();
        Instant stoppedAt =
                found.progress().phase() == Phase.STOPPED ? found.progress().decidedAt() : null;
        return new GenuinePage(
                notice.reference(),
                notice.kind().key(),
                Integer.toString(notice.version()),
                found.sent(),
                Dates.toHtml(notice.createdAt(), zone, language),
                Dates.toHtml(found.progress().notBefore(), zone, language),
                stoppedAt == null ? null : Dates.toHtml(stoppedAt, zone, language),
                found.correctedBy(),
                found.letters().stream()
                        .filter(letter ->
                                NoticePage.languageOf(letter.variant()).equals(language.tag()))
                        .map(letter -> shown(letter, language, home))
                        .toList());
    }

    private static Shown shown(Letter letter, Language first, String home) {
        List<String> parts = PlainMail.parts(letter.text());
        return new Shown(
                letter.variant(),
                letter.subject(),
                IntStream.range(0, parts.size())
                        .mapToObj(n -> part(parts.get(n), n == 0 ? first : first.other(), home))
                        .toList());
    }

    private static Part part(String text, Language language, String home) {
        return new Part(
                language,
                Arrays.stream(text.strip().split("\\n\\n+"))
                        .map(paragraph -> paragraph
                                .lines()
                                .map(line -> new Line(
                                        Markdown.lineToHtml(line, language), line.startsWith(home + "/") ? line : null))
                                .toList())
                        .toList());
    }
}
