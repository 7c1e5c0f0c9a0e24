package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;

/** What is needed to publish besides the text: from when, material or minor, what changes. */
@Controller
@RequestMapping("/admin/drafts/{id}")
class DetailsController {

    /** In UTF-16 units. */
    private static final int LONGEST_REASON = 1_000;

    private final DraftPages pages;
    private final Drafting drafting;
    private final ShortNotices shortNotices;
    private final MessageSource messages;
    private final Clock clock;

    DetailsController(
            DraftPages pages, Drafting drafting, ShortNotices shortNotices, MessageSource messages, Clock clock) {
        this.pages = pages;
        this.drafting = drafting;
        this.shortNotices = shortNotices;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping("/details")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        DraftPages.Page draft = pages.page(id, Language.of(locale));
        return page(draft, DetailsForm.of(draft), "", model);
    }

    @PostMapping("/details")
    String save(
            @PathVariable UUID id,
            DetailsForm form,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Language language = Language.of(locale);
        Problems problems = new Problems(messages, locale);
        form.check(problems);
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            return page(pages.page(id, language), form, "", model);
        }
        try {
            drafting.decide(id, form.details(), form.detailsRevision(), actor);
        } catch (EditedMeanwhile conflict) {
            DraftPages.Page draft = pages.page(id, language);
            model.addAttribute("meanwhile", draft);
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return page(draft, form.withRevisionOf(draft), "", model);
        }
        flash.addFlashAttribute("saved", true);
        return "redirect:/admin/drafts/" + id + "/details";
    }

    /** Lets account holders be told later than the minimum notice wants it, for the day that is chosen now. */
    @PostMapping("/short-notice")
    String allowShortNotice(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String reason,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        String line = Typed.line(reason);
        Problems problems = new Problems(messages, locale);
        Typed.check(problems, "short-notice", line, LONGEST_REASON);
        if (line.isEmpty()) {
            problems.add("short-notice", "editing.shortNotice.problem.missing");
        }
        if (problems.isEmpty() && !shortNotices.allow(id, day, line, actor)) {
            problems.add("short-notice", "editing.shortNotice.problem.day");
        }
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            DraftPages.Page draft = pages.page(id, Language.of(locale));
            return page(draft, DetailsForm.of(draft), reason, model);
        }
        flash.addFlashAttribute("allowed", true);
        return "redirect:/admin/drafts/" + id + "/details";
    }

    private String page(DraftPages.Page draft, DetailsForm form, String shortNotice, Model model) {
        model.addAttribute("draft", draft);
        model.addAttribute("form", form);
        model.addAttribute("zone", clock.getZone().getId());
        model.addAttribute("tooSoon", shortNotices.isNeeded(draft.id()));
        model.addAttribute("shortNotice", shortNotices.of(draft.id()).orElse(null));
        model.addAttribute("shortNoticeTyped", shortNotice);
        return "editing/details";
    }
}
