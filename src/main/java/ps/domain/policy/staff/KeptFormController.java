package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Signed in again: what was sent after the session had ended can be sent now. */
@Controller
@RequestMapping(KeptFormController.PATH)
class KeptFormController {

    static final String PATH = "/admin/kept-form";

    @GetMapping
    String show(Model model, HttpServletRequest request) {
        Optional<KeptForm> kept = KeptForm.in(request);
        kept.ifPresent(form -> model.addAttribute("form", form));
        return kept.isPresent() ? "staff/send-again" : "redirect:/admin";
    }

    @PostMapping("/discard")
    String discard(HttpServletRequest request) {
        KeptForm.drop(request);
        return "redirect:/admin";
    }
}
