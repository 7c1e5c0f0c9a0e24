package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import ps.domain.policy.staff.Reauthentication;

/** Who got a notice before the database was restored, from the mail server's log. */
@Controller
@RequestMapping("/admin/notices/{id}/accepted-elsewhere")
class AcceptedElsewhereController {

    private final Notices notices;
    private final Reauthentication reauthentication;
    private final MessageSource messages;

    AcceptedElsewhereController(Notices notices, Reauthentication reauthentication, MessageSource messages) {
        this.notices = notices;
        this.reauthentication = reauthentication;
        this.messages = messages;
    }

    @GetMapping
    String ask(@PathVariable UUID id, Model model) {
        model.addAttribute("id", id);
        model.addAttribute(
                "reference", notices.notice(id).orElseThrow(NoSuchNotice::new).reference());
        return "notices/accepted-elsewhere";
    }

    @PostMapping
    String take(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String log,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Problems problems = new Problems(messages, locale);
        reauthentication.check(
                problems, messages.getMessage("notices.restored.title", null, locale), password, request);
        if (!problems.isEmpty()) {
            model.addAttribute("log", log);
            problems.refuse(model, response);
            return ask(id, model);
        }
        try {
            redirect.addFlashAttribute("acceptedElsewhere", notices.acceptedElsewhere(id, log, actor));
        } catch (IllegalStateException tooLate) {
            // Somebody went on or stopped it meanwhile, which the page shows.
        }
        return "redirect:/admin/notices/" + id;
    }
}
