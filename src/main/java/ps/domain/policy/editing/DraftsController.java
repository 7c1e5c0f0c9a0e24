package ps.domain.policy.editing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.LateNotices;
import ps.domain.policy.staff.ReviewSettings;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
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
    private final LateNotices late;
    private final ReviewSettings settings;
    private final Clock clock;

    DraftsController(
            DraftPages pages,
            Drafting drafting,
            PublishedVersions versions,
            LateNotices late,
            ReviewSettings settings,
            Clock clock) {
        this.settings = settings;
        this.pages = pages;
        this.drafting = drafting;
        this.versions = versions;
        this.late = late;
        this.clock = clock;
    }

    @GetMapping
    String list(@AuthenticationPrincipal StaffPrincipal reader, Locale locale, Model model) {
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
        model.addAttribute("late", late.all(language));
        List<DraftPages.Entry> drafts = pages.open(reader.id(), language);
        model.addAttribute("drafts", drafts);
        model.addAttribute(
                "waiting",
                drafts.stream().filter(draft -> waitsFor(reader, draft)).toList());
        return "editing/drafts";
    }

    @PostMapping
    String begin(Actor actor) {
        return "redirect:/admin/drafts/" + drafting.begin(actor);
    }

    private boolean waitsFor(StaffPrincipal reader, DraftPages.Entry draft) {
        return reader.role().includes(Role.APPROVER)
                && draft.stage().equals(DraftPages.nameOf(Stage.IN_REVIEW))
                && (!settings.fourEyes() || !draft.editedByReader());
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
