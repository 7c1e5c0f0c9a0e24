package ps.domain.policy.notices;

import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import ps.domain.policy.audit.Actor;

/** Pauses a notice, lets it go on, or stops it for good. */
@Controller
@RequestMapping("/admin/notices/{id}")
class DecisionController {

    private final Notices notices;

    DecisionController(Notices notices) {
        this.notices = notices;
    }

    @PostMapping("/pause")
    String pause(@PathVariable UUID id, Actor actor) {
        return decide(id, Decision.PAUSE, actor);
    }

    @PostMapping("/resumption")
    String resume(@PathVariable UUID id, Actor actor) {
        return decide(id, Decision.RESUME, actor);
    }

    @PostMapping("/stop")
    String stop(@PathVariable UUID id, Actor actor) {
        return decide(id, Decision.STOP, actor);
    }

    private String decide(UUID id, Decision decision, Actor actor) {
        try {
            notices.decide(id, decision, actor.name(), actor);
        } catch (IllegalStateException tooLate) {
            // It was stopped meanwhile, which the page shows.
        }
        return "redirect:/admin/notices/" + id;
    }
}
