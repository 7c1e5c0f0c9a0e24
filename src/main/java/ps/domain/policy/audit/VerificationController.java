package ps.domain.policy.audit;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Lets an administrator see that everything is as it was recorded. Changes nothing; not a GET, since it takes its time. */
@Controller
@RequestMapping("/admin/verification")
class VerificationController {

    private final Verification verification;

    VerificationController(Verification verification) {
        this.verification = verification;
    }

    @GetMapping
    String ask() {
        return "audit/verification";
    }

    @PostMapping
    String run(Model model) {
        List<Checked> results = verification.run(Map.of());
        model.addAttribute("results", results);
        model.addAttribute("sound", results.stream().allMatch(Checked::isSound));
        return "audit/verification";
    }
}
