package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
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
import ps.domain.policy.staff.Reauthentication;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.CannotWithdraw;

/** Takes back a version that is still to come, after showing what follows from that. */
@Controller
@RequestMapping("/admin/versions/{number}/withdrawal")
class WithdrawalController {

    private final UpcomingPages pages;
    private final UpcomingVersions upcoming;
    private final Reauthentication reauthentication;
    private final MessageSource messages;

    WithdrawalController(
            UpcomingPages pages, UpcomingVersions upcoming, Reauthentication reauthentication, MessageSource messages) {
        this.pages = pages;
        this.upcoming = upcoming;
        this.reauthentication = reauthentication;
        this.messages = messages;
    }

    @GetMapping
    String show(@PathVariable int number, Locale locale, Model model) {
        UpcomingPages.Page page = pages.page(number, Language.of(locale));
        return page(number, page, ReasonForm.empty(page.seen()), locale, model);
    }

    /** {@code then}: {@code withdraw}, or anything else to look at the mail. */
    @PostMapping
    String withdraw(
            @PathVariable int number,
            ReasonForm form,
            @RequestParam(defaultValue = "") String then,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        form.checkReason(problems);
        form.pointOutDoubts(problems);
        if (then.equals("withdraw")) {
            form.requireReason(problems);
            reauthentication.check(
                    problems,
                    messages.getMessage("editing.withdrawal.title", new Object[] {number}, locale),
                    password,
                    request);
        }
        if (then.equals("withdraw") && problems.isEmpty()) {
            try {
                upcoming.withdraw(number, form.seenOrNothing(), form.reason(), actor);
                flash.addFlashAttribute("done", true);
                return "redirect:/admin/versions/" + number + "/withdrawal";
            } catch (CannotWithdraw | ChangedSinceSeen refusal) {
                model.addAttribute("refused", true);
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            }
        }
        UpcomingPages.Page page = pages.page(number, Language.of(locale));
        if (then.equals("withdraw")) {
            problems.refuse(model, response);
        } else {
            model.addAttribute("problems", problems);
        }
        return page(number, page, form.seen(page.seen()), locale, model);
    }

    /** The mail in a frame, as far as its reason is written. */
    @GetMapping("/mail/{language}")
    ResponseEntity<String> mail(@PathVariable int number, @PathVariable String language, ReasonForm form) {
        return MailFrame.of(language, pages.mails(number, null, form.reason()));
    }

    private String page(int number, UpcomingPages.Page page, ReasonForm form, Locale locale, Model model) {
        model.addAttribute("version", page);
        model.addAttribute("form", form);
        if (!page.isUpcoming()) {
            return "editing/not-upcoming";
        }
        model.addAttribute(
                "next", pages.next(number, false, Language.of(locale)).orElse(null));
        model.addAttribute("mails", pages.mails(number, null, form.reason()));
        return "editing/withdrawal";
    }
}
