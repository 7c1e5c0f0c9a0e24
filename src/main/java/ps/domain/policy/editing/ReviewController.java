package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
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
import ps.domain.policy.audit.Actor;
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
        pages.refuseUnlessThere(id);
        return "redirect:/admin/drafts/" + id + "/review";
    }

    /**
     * {@code step}: what is decided, as in message keys; {@code revision}: that of the draft as it was shown. Who may do
     * what is decided before it comes here, by the address.
     */
    @PostMapping("/{step:submission|recall|return|approval}")
    String decide(
            @PathVariable UUID id,
            @PathVariable String step,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String remark,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        String text = Typed.text(remark);
        Actor by = reader.actor();
        Problems problems = new Problems(messages, locale);
        Typed.check(problems, "remark", text, Comment.LONGEST);
        if (step.equals("return") && text.isBlank()) {
            problems.add("remark", "editing.review.problem.remark");
        }
        if (problems.isEmpty()) {
            try {
                switch (step) {
                    case "submission" -> reviewing.submit(id, revision, text, by);
                    case "recall" -> reviewing.recall(id, revision, text, by);
                    case "return" -> reviewing.sendBack(id, revision, text, by);
                    case "approval" -> reviewing.approve(id, revision, text, by);
                    default -> throw new IllegalArgumentException(step);
                }
                flash.addFlashAttribute("decided", step);
                return "redirect:/admin/drafts/" + id + "/review";
            } catch (ChangedSinceSeen changed) {
                model.addAttribute("changed", true);
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            } catch (NotReady notReady) {
                model.addAttribute("notReady", true);
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            } catch (OwnWork own) {
                problems.elsewhere("#decision", "editing.review.problem.own");
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            }
        }
        problems.refuse(model, response);
        model.addAttribute("remark", remark);
        return page(id, null, reader, locale, model);
    }

    private String page(UUID id, @Nullable String against, StaffPrincipal reader, Locale locale, Model model) {
        model.addAttribute("review", pages.page(id, against, reader, Language.of(locale)));
        return "editing/review";
    }
}
