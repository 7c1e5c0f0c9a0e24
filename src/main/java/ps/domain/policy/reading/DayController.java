package ps.domain.policy.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;

/**
 * Leads from a day to the version that was, is or will be in force on it. Where to, a publication can change, and proxies
 * that are told nothing keep a redirect for some minutes.
 */
@Controller
class DayController {

    private final PublishedVersions versions;

    DayController(PublishedVersions versions) {
        this.versions = versions;
    }

    /** Answers the form of the history page. */
    @GetMapping(path = "/{language:ar|en}/privacy/versions", params = "date")
    String ask(@RequestParam String date, Locale locale, Model model, HttpServletResponse response) {
        askNextTimeToo(response);
        Language language = Language.of(locale);
        return day(date)
                .map(day -> "redirect:/" + language + "/privacy/on/" + day)
                .orElseGet(() -> explain(date, language, model, response));
    }

    @GetMapping("/{language:ar|en}/privacy/on/{date}")
    String show(@PathVariable String date, Locale locale, Model model, HttpServletResponse response) {
        askNextTimeToo(response);
        Language language = Language.of(locale);
        return day(date)
                .flatMap(versions.timeline()::inForceOn)
                .map(version -> "redirect:" + new Address.Permanent(language, version.number()).path())
                .orElseGet(() -> explain(date, language, model, response));
    }

    private static void askNextTimeToo(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    }

    /** Nothing was in force then, or what was asked for is not a day at all. */
    private String explain(String date, Language language, Model model, HttpServletResponse response) {
        Optional<LocalDate> day = day(date);
        Timeline timeline = versions.timeline();
        LocalDate first = timeline.effectiveFrom(timeline.version(1).orElseThrow(NoSuchVersion::new));
        response.setStatus(day.isPresent() ? HttpStatus.NOT_FOUND.value() : HttpStatus.BAD_REQUEST.value());
        model.addAttribute("date", day.map(LocalDate::toString).orElse(""));
        model.addAttribute(
                "day", day.map(known -> Dates.toHtml(known, language)).orElse(null));
        model.addAttribute("first", first);
        model.addAttribute("firstDay", Dates.toHtml(first, language));
        return "reading/day";
    }

    /** A day of the years that people write with four digits. */
    private static Optional<LocalDate> day(String text) {
        try {
            return text.length() == "yyyy-MM-dd".length() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException nonsense) {
            return Optional.empty();
        }
    }
}
