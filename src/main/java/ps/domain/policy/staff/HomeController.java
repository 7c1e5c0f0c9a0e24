package ps.domain.policy.staff;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where staff begin: at the drafts. */
@Controller
class HomeController {

    @GetMapping("/admin")
    String home() {
        return "redirect:/admin/drafts";
    }
}
