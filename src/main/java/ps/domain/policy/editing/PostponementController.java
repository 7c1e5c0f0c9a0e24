package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
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
import ps.domain.policy.notices.LateNotices;
import ps.domain.policy.notices.MailPreview;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Reauthentication;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.CannotPostpone;

/** Lets a version that is still to come take effect later, after showing what follows from that. */
@Controller
@RequestMapping("/admin/versions/{number}/postponement")
class PostponementController {

    private final UpcomingPages pages;
    private final UpcomingVersions upcoming;
    private final LateNotices late;
    private final Reauthentication reauthentication;
    private final MessageSource messages;
    private final Clock clock;

    PostponementController(
            UpcomingPages pages,
            UpcomingVersions upcoming,
            LateNotices late,
            Reauthentication reauthentication,
            MessageSource messages,
            Clock clock) {
        this.pages = pages;
        this.upcoming = upcoming;
        this.late = late;
        this.reauthentication = reauthentication;
        this.messages = messages;
        this.clock = clock;
    }

    /** {@code to}: a day that somebody proposes. */
    @GetMapping
    String show(@PathVariable int number, @RequestParam(defaultValue = "") String to, Locale locale, Model model) {
        UpcomingPages.Page page = pages.page(number, Language.of(locale));
        model.addAttribute("late", late.of(number, Language.of(locale)).stream().toList());
        return page(number, page, new ReasonForm(to, "", "", "", page.seen()), locale, model);
    }

    /** {@code then}: {@code postpone}, or anything else to look at the mail. */
    @PostMapping
    String postpone(
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
        form.requireDay(problems);
        form.checkReason(problems);
        form.pointOutDoubts(problems);
        if (then.equals("postpone")) {
            form.requireReason(problems);
            reauthentication.check(
                    problems,
                    messages.getMessage("editing.postponement.title", new Object[] {number}, locale),
                    password,
                    request);
        }
        if (then.equals("postpone") && problems.isEmpty()) {
            try {
                upcoming.postpone(number, form.seenOrNothing(), form.day().orElseThrow(), form.reason(), actor);
                flash.addFlashAttribute("done", true);
                return "redirect:/admin/versions/" + number + "/postponement";
            } catch (ChangedSinceSeen changed) {
                model.addAttribute("refused", true);
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            } catch (CannotPostpone refusal) {
                switch (refusal.reason()) {
                    case NOT_LATER -> problems.add("to", "editing.upcoming.notLater");
                    case AFTER_THE_NEXT -> problems.add("to", "editing.upcoming.afterTheNext");
                    case EFFECTIVE, WITHDRAWN, REASON_MISSING -> {
                        model.addAttribute("refused", true);
                        response.setStatus(HttpServletResponse.SC_CONFLICT);
                    }
                }
            }
        }
        UpcomingPages.Page page = pages.page(number, Language.of(locale));
        if (then.equals("postpone")) {
            problems.refuse(model, response);
        } else {
            model.addAttribute("problems", problems);
        }
        return page(number, page, form.seen(page.seen()), locale, model);
    }

    /** The mail in a frame, as far as its reason is written. */
    @GetMapping("/mail/{language}")
    ResponseEntity<String> mail(@PathVariable int number, @PathVariable String language, ReasonForm form) {
        return MailFrame.of(language, mails(number, form));
    }

    /** None before there is a day. */
    private List<MailPreview> mails(int number, ReasonForm form) {
        LocalDate day = form.day().orElse(null);
        return day == null ? List.of() : pages.mails(number, day, form.reason());
    }

    private String page(int number, UpcomingPages.Page page, ReasonForm form, Locale locale, Model model) {
        model.addAttribute("version", page);
        model.addAttribute("form", form);
        if (!page.isUpcoming()) {
            return "editing/not-upcoming";
        }
        model.addAttribute("next", pages.next(number, true, Language.of(locale)).orElse(null));
        model.addAttribute("mails", mails(number, form));
        model.addAttribute("zone", clock.getZone().getId());
        return "editing/postponement";
    }
}
