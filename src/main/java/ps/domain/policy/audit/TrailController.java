package ps.domain.policy.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** The trail, to look through and to take along. */
@Controller
class TrailController {

    private static final int ON_A_PAGE = 50;

    private final RecordedTrail trail;
    private final MessageSource messages;
    private final Clock clock;

    TrailController(RecordedTrail trail, MessageSource messages, Clock clock) {
        this.trail = trail;
        this.messages = messages;
        this.clock = clock;
    }

    /** An entry in the list; the moment is HTML. */
    record Row(long seq, String at, String actor, String action, String subject, Map<String, ?> details, String hash) {}

    @GetMapping("/admin/trail")
    String show(
            TrailForm form, @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before, Locale locale, Model model) {
        Problems problems = new Problems(messages, locale);
        TrailSearch search = form.toSearch(clock.getZone(), problems);
        List<TrailEntry> found = trail.newestFirst(search, before, ON_A_PAGE + 1);
        List<TrailEntry> shown = found.subList(0, Math.min(found.size(), ON_A_PAGE));
        model.addAttribute("problems", problems);
        model.addAttribute("form", form);
        model.addAttribute("actors", trail.actors());
        model.addAttribute("actions", trail.actions());
        model.addAttribute(
                "entries",
                shown.stream().map(entry -> row(entry, Language.of(locale))).toList());
        model.addAttribute("older", found.size() > ON_A_PAGE ? shown.getLast().seq() : null);
        model.addAttribute("newest", before == Long.MAX_VALUE);
        return "audit/trail";
    }

    /**
     * The entries that the page would show, all of them, as a file: RFC 4180, UTF-8, moments in UTC. What cannot be
     * searched for is said on the page.
     */
    @GetMapping("/admin/trail.csv")
    @Nullable
    String export(TrailForm form, Locale locale, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problems problems = new Problems(messages, locale);
        TrailSearch search = form.toSearch(clock.getZone(), problems);
        if (!problems.isEmpty()) {
            return "redirect:/admin/trail?" + request.getQueryString();
        }
        response.setContentType("text/csv;charset=utf-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename("trail.csv").build().toString());
        // Not closed if something fails, or half of it would look like the whole.
        Writer writer = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        trail.export(search, new TrailCsv(writer));
        writer.flush();
        return null;
    }

    private Row row(TrailEntry entry, Language language) {
        return new Row(
                entry.seq(),
                Dates.toHtml(entry.at(), clock.getZone(), language),
                entry.actor().name(),
                entry.action(),
                entry.subject(),
                entry.details(),
                entry.fingerprint().hex());
    }
}
