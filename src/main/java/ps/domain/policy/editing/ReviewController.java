package ps.domain.policy.editing;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.Language;

/** What a draft changes, what is said about it, and what is decided: submitted, recalled, returned, approved. */
@Controller
@RequestMapping("/admin/drafts/{id}")
class ReviewController {

    private final ReviewPages pages;
    private final Reviewing reviewing;
    private final MessageSource messages;

    ReviewController(ReviewPages pages, Reviewing reviewing, MessageSource messages) {
        this.pages = pages;
        this.reviewing = reviewing;
        this.messages = messages;
    }

    @GetMapping("/review")
    String show(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String against,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model) {
        return page(id, against, reader, locale, model);
    }

    /** For whoever comes back to the address of a form. */
    @GetMapping({"/submission", "/recall", "/return", "/approval", "/comments"})
    String showAgain(@PathVariable UUID id) {
        return "redirect:/admin/drafts/" + id + "/review";
    }

    @PostMapping("/submission")
    String submit(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String remark,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model,
            RedirectAttributes flash) {
        Problems problems = check(remark, locale);
        return decide(
                () -> reviewing.submit(id, revision, Typed.text(remark), reader.actor()),
                new Decided("submitted", id, remark, problems),
                reader,
                locale,
                model,
                flash);
    }

    @PostMapping("/recall")
    String recall(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String remark,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model,
            RedirectAttributes flash) {
        Problems problems = check(remark, locale);
        return decide(
                () -> reviewing.recall(id, revision, Typed.text(remark), reader.actor()),
                new Decided("recalled", id, remark, problems),
                reader,
                locale,
                model,
                flash);
    }

    @PostMapping("/return")
    String sendBack(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String remark,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model,
            RedirectAttributes flash) {
        Problems problems = check(remark, locale);
        if (remark.isBlank()) {
            problems.add("remark", "editing.review.problem.remark");
        }
        return decide(
                () -> reviewing.sendBack(id, revision, Typed.text(remark), reader.actor()),
                new Decided("returned", id, remark, problems),
                reader,
                locale,
                model,
                flash);
    }

    @PostMapping("/approval")
    String approve(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String remark,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model,
            RedirectAttributes flash) {
        Problems problems = check(remark, locale);
        return decide(
                () -> reviewing.approve(id, revision, Typed.text(remark), reader.actor()),
                new Decided("approved", id, remark, problems),
                reader,
                locale,
                model,
                flash);
    }

    /**
     * What somebody wants to decide.
     *
     * @param what as in message keys
     * @param remark as typed
     */
    private record Decided(String what, UUID id, String remark, Problems problems) {}

    private Problems check(String remark, Locale locale) {
        Problems problems = new Problems(messages, locale);
        Typed.check(problems, "remark", Typed.text(remark), Comment.LONGEST);
        return problems;
    }

    private String decide(
            Runnable decision,
            Decided wanted,
            StaffPrincipal reader,
            Locale locale,
            Model model,
            RedirectAttributes flash) {
        Problems problems = wanted.problems();
        if (problems.isEmpty()) {
            try {
                decision.run();
                flash.addFlashAttribute("decided", wanted.what());
                return "redirect:/admin/drafts/" + wanted.id() + "/review";
            } catch (ChangedSinceSeen changed) {
                model.addAttribute("changed", true);
            } catch (NotReady notReady) {
                model.addAttribute("notReady", true);
            } catch (OwnWork own) {
                problems.elsewhere("#decision", "editing.review.problem.own");
            }
        }
        model.addAttribute("problems", problems);
        model.addAttribute("remark", wanted.remark());
        return page(wanted.id(), null, reader, locale, model);
    }

    private String page(UUID id, @Nullable String against, StaffPrincipal reader, Locale locale, Model model) {
        model.addAttribute("review", pages.page(id, against, reader, Language.of(locale)));
        return "editing/review";
    }
}
