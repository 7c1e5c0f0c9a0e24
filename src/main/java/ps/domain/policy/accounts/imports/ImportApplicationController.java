package ps.domain.policy.accounts.imports;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import ps.domain.policy.audit.Actor;

/** Applying a list. */
@Controller
class ImportApplicationController {

    private final Imports imports;
    private final ImportPage page;

    ImportApplicationController(Imports imports, ImportPage page) {
        this.imports = imports;
        this.page = page;
    }

    @PostMapping("/admin/account-holders/imports/{id:[0-9]{1,18}}/application")
    String apply(@PathVariable long id, Actor actor, Model model, HttpServletResponse response) {
        try {
            imports.apply(id, actor);
            return "redirect:/admin/account-holders/imports/" + id;
        } catch (CannotApply refusal) {
            return page.show(id, refusal.reason(), model, response);
        }
    }
}
