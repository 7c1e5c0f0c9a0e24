package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Where staff begin: what is in force, what is to come, and what is being written. */
@Controller
@RequestMapping("/admin/drafts")
class DraftsController {

    private final DraftPages pages;
    private final Drafting drafting;
    private final PublishedVersions versions;
    private final Clock clock;

    DraftsController(DraftPages pages, Drafting drafting, PublishedVersions versions, Clock clock) {
        this.pages = pages;
        this.drafting = drafting;
        this.versions = versions;
        this.clock = clock;
    }

    @GetMapping
    String list(Locale locale, Model model) {
        Language language = Language.of(locale);
        Timeline timeline = versions.timeline();
        Instant now = clock.instant();
        model.addAttribute(
                "inForce",
                timeline.inForce(now)
                        .map(version -> state(version, timeline, language))
                        .orElse(null));
        model.addAttribute(
                "upcoming",
                timeline.upcoming(now).stream()
                        .map(version -> state(version, timeline, language))
                        .toList());
        model.addAttribute("drafts", pages.open(language));
        return "editing/drafts";
    }

    @PostMapping
    String begin(Actor actor) {
        return "redirect:/admin/drafts/" + drafting.begin(actor);
    }

    private static PublishedState state(Version version, Timeline timeline, Language language) {
        return new PublishedState(
                Integer.toString(version.number()),
                version.isMaterial(),
                Dates.toHtml(timeline.effectiveFrom(version), language));
    }

    /** A published version in brief; the day is HTML. */
    record PublishedState(String number, boolean material, String effectiveFrom) {}
}
