package ps.domain.policy.notices;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.delivery.Bounce;
import ps.domain.policy.delivery.Bounces;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** What came back of the notices: first of all what nobody but a person can make sense of. */
@Controller
class BouncesController {

    private static final int PAGE = 50;

    private final Bounces bounces;
    private final Notices notices;
    private final Clock clock;

    BouncesController(Bounces bounces, Notices notices, Clock clock) {
        this.bounces = bounces;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * A row of the list; the moment is HTML.
     *
     * @param kind as in message keys
     * @param said what it says became of the message
     * @param notice the notice that it is about, if that is known
     */
    record Row(
            long id,
            String receivedAt,
            String kind,
            String subject,
            String sender,
            boolean cut,
            boolean emptied,
            @Nullable String address,
            @Nullable String said,
            @Nullable UUID notice,
            @Nullable String reference) {}

    /** {@code all}: also what was understood; {@code before}: the number behind which to go on. */
    @GetMapping("/admin/bounces")
    String show(
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            Locale locale,
            Model model) {
        List<Bounce> found = bounces.newestFirst(!all, before, PAGE + 1);
        List<Bounce> shown = found.subList(0, Math.min(found.size(), PAGE));
        Map<UUID, Notice> byMailing = new HashMap<>();
        notices.all().forEach(notice -> byMailing.put(notice.mailing().value(), notice));
        model.addAttribute("all", all);
        model.addAttribute(
                "bounces",
                shown.stream()
                        .map(bounce -> row(bounce, byMailing, Language.of(locale)))
                        .toList());
        model.addAttribute("next", found.size() > PAGE ? shown.getLast().id() : null);
        return "notices/bounces";
    }

    /** The message as it came (RFC 5322). */
    @GetMapping("/admin/bounces/{id}.eml")
    ResponseEntity<byte[]> raw(@PathVariable long id) {
        byte[] message = bounces.raw(id).filter(raw -> raw.length > 0).orElseThrow(NoSuchNotice::new);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "message/rfc822")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("bounce-" + id + ".eml")
                                .build()
                                .toString())
                .body(message);
    }

    private Row row(Bounce bounce, Map<UUID, Notice> byMailing, Language language) {
        Notice notice =
                bounce.mailing() == null ? null : byMailing.get(bounce.mailing().value());
        String said = Stream.of(bounce.recipient().status(), bounce.recipient().diagnostic())
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
        return new Row(
                bounce.id(),
                Dates.toHtml(bounce.receivedAt(), clock.getZone(), language),
                bounce.kind(),
                bounce.subject(),
                bounce.sender(),
                bounce.cut(),
                bounce.emptied(),
                bounce.address() == null ? bounce.recipient().finalRecipient() : bounce.address(),
                said.isEmpty() ? null : said,
                notice == null ? null : notice.id(),
                notice == null ? null : notice.reference());
    }
}
