package ps.domain.policy.notices;

import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;

/** Who got a notice before the database was restored, from the mail server's log. */
@Controller
class AcceptedElsewhereController {

    private final Notices notices;

    AcceptedElsewhereController(Notices notices) {
        this.notices = notices;
    }

    @PostMapping("/admin/notices/{id}/accepted-elsewhere")
    String take(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String log,
            Actor actor,
            RedirectAttributes redirect) {
        try {
            redirect.addFlashAttribute("acceptedElsewhere", notices.acceptedElsewhere(id, log, actor));
        } catch (IllegalStateException tooLate) {
            // Somebody went on or stopped it meanwhile, which the page shows.
        }
        return "redirect:/admin/notices/" + id;
    }
}
