package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.notices.SentNotices.SentNotice;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Language;

/**
 * "Is this email genuine?": what we sent under a reference, for anybody who has it. What is not there gets a warning of
 * those who pretend to be us.
 */
@Controller
@RequestMapping("/{language:ar|en}/notice")
class GenuineController {

    private static final String RETRY_AFTER_SECONDS = "60";

    private final SentNotices sent;
    private final MissThrottle misses;
    private final Links links;
    private final Clock clock;

    GenuineController(SentNotices sent, MissThrottle misses, Links links, Clock clock) {
        this.sent = sent;
        this.misses = misses;
        this.links = links;
        this.clock = clock;
    }

    /** {@code reference}: as typed; one that could be ours has an address of its own. */
    @GetMapping
    String ask(
            @PathVariable String language,
            @RequestParam(required = false) @Nullable String reference,
            Model model,
            HttpServletResponse response) {
        askNextTimeToo(response);
        if (reference == null || reference.isBlank()) {
            return "notices/genuine-ask";
        }
        return Reference.typed(reference)
                .map(ours -> "redirect:/" + language + "/notice/" + ours)
                .orElseGet(() -> unknown("nonsense", reference, model, response));
    }

    @GetMapping("/{reference}")
    String show(@PathVariable String reference, Locale locale, Model model, HttpServletResponse response) {
        Language language = Language.of(locale);
        Optional<String> ours = Reference.typed(reference);
        if (ours.isPresent() && !ours.get().equals(reference)) {
            askNextTimeToo(response);
            return "redirect:/" + language + "/notice/" + ours.get(); // one notice is one address
        }
        Optional<SentNotice> found = ours.flatMap(sent::find);
        if (found.isEmpty()) {
            return miss(reference, model, response);
        }
        askNextTimeToo(response);
        GenuinePage page = GenuinePage.of(found.get(), language, clock.getZone(), links.to(""));
        model.addAttribute("page", page);
        if (!page.sent()) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            return "notices/genuine-unsent";
        }
        return "notices/genuine";
    }

    /** The mail in the form that most see it in. */
    @GetMapping("/{reference}/mail/{variant}")
    ResponseEntity<String> mail(@PathVariable String reference, @PathVariable String variant) {
        Optional<SentNotice> found = sent.find(reference).filter(SentNotice::sent);
        if (found.isEmpty() && !misses.take()) {
            return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                    .build();
        }
        return found.stream()
                .flatMap(notice -> notice.letters().stream())
                .filter(letter -> letter.variant().equals(variant))
                .findFirst()
                .map(letter -> MailPreview.alone(letter.html()))
                .orElseThrow(NoSuchNotice::new);
    }

    private static void askNextTimeToo(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    }

    private String miss(String reference, Model model, HttpServletResponse response) {
        if (misses.take()) {
            return unknown("unknown", reference, model, response);
        }
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        String view = unknown("unchecked", reference, model, response);
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        return view;
    }

    private static String unknown(String why, String typed, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        model.addAttribute("why", why);
        model.addAttribute("typed", typed.substring(0, Math.min(typed.length(), LONGEST_SHOWN)));
        return "notices/genuine-unknown";
    }

    /** What is repeated of what was typed. */
    private static final int LONGEST_SHOWN = 60;
}
