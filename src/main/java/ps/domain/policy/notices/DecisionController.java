package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
import ps.domain.policy.delivery.DeliveryState;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.delivery.Selection;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Reauthentication;

/**
 * Pauses a notice, lets it go on, stops it for good, or attempts some of it again. Everybody may pull the brake, at once;
 * what cannot be taken back asks for the password.
 */
@Controller
@RequestMapping("/admin/notices/{id}")
class DecisionController {

    private static final int LONGEST_REASON = 500;

    private final Notices notices;
    private final Mailings mailings;
    private final Reauthentication reauthentication;
    private final MessageSource messages;

    DecisionController(Notices notices, Mailings mailings, Reauthentication reauthentication, MessageSource messages) {
        this.notices = notices;
        this.mailings = mailings;
        this.reauthentication = reauthentication;
        this.messages = messages;
    }

    @PostMapping("/pause")
    String pause(@PathVariable UUID id, Actor actor) {
        return decide(id, Decision.PAUSE, actor);
    }

    @GetMapping("/resumption")
    String askToResume(@PathVariable UUID id, Model model) {
        return ask(id, "resume", model);
    }

    @PostMapping("/resumption")
    String resume(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return decide(id, "resume", Decision.RESUME, password, actor, locale, model, request, response);
    }

    @GetMapping("/stop")
    String askToStop(@PathVariable UUID id, Model model) {
        return ask(id, "stop", model);
    }

    @PostMapping("/stop")
    String stop(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        return decide(id, "stop", Decision.STOP, password, actor, locale, model, request, response);
    }

    /** {@code state} and {@code code}: of the deliveries to attempt again, none for all. */
    @GetMapping("/retry")
    String askToRetry(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable DeliveryState state,
            @RequestParam(required = false) @Nullable String code,
            Model model) {
        addSelection(id, state, code, "", model);
        return ask(id, "retry", model);
    }

    @PostMapping("/retry")
    String retry(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable DeliveryState state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        String why = reason.strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            problems.add("reason", "notices.retry.missing");
        }
        reauthentication.check(problems, act(id, "retry", locale), password, request);
        if (!problems.isEmpty()) {
            addSelection(id, state, code, reason, model);
            return askAgain(id, "retry", problems, model, response);
        }
        try {
            flash.addFlashAttribute(
                    "retried", notices.retry(id, DeliveriesController.selection(state, code), why, actor));
        } catch (IllegalStateException stopped) {
            flash.addFlashAttribute("stopped", true);
        }
        return to(id);
    }

    private String decide(
            UUID id,
            String what,
            Decision decision,
            String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Problems problems = new Problems(messages, locale);
        reauthentication.check(problems, act(id, what, locale), password, request);
        return problems.isEmpty() ? decide(id, decision, actor) : askAgain(id, what, problems, model, response);
    }

    private String decide(UUID id, Decision decision, Actor actor) {
        try {
            notices.decide(id, decision, actor.name(), actor);
        } catch (IllegalStateException tooLate) {
            // It was stopped meanwhile, which the page shows.
        }
        return to(id);
    }

    private String act(UUID id, String what, Locale locale) {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        return messages.getMessage("notices." + what, null, locale) + ": " + notice.reference();
    }

    private String askAgain(UUID id, String what, Problems problems, Model model, HttpServletResponse response) {
        problems.refuse(model, response);
        return ask(id, what, model);
    }

    private String ask(UUID id, String what, Model model) {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        Progress progress = mailings.progress(notice.mailing());
        if (progress.phase() == Progress.Phase.STOPPED) {
            return to(id);
        }
        boolean isHeld = progress.phase() == Progress.Phase.HELD;
        model.addAttribute("id", id);
        model.addAttribute("reference", notice.reference());
        model.addAttribute("what", what);
        model.addAttribute("key", what.equals("stop") && isHeld ? "notices.cancel" : "notices." + what);
        return "notices/decision";
    }

    private void addSelection(
            UUID id, @Nullable DeliveryState state, @Nullable String code, String reason, Model model) {
        Selection which = DeliveriesController.selection(state, code);
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        model.addAttribute("state", state);
        model.addAttribute("code", which.code());
        model.addAttribute("reason", reason);
        model.addAttribute("retryable", mailings.retryable(notice.mailing(), which));
    }

    private static String to(UUID id) {
        return "redirect:/admin/notices/" + id;
    }
}
