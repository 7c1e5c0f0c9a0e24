package ps.domain.policy.accounts.imports;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** Comparing a list again, after the account holders changed. */
@Controller
class ImportComparisonController {

    private final Imports imports;
    private final ImportPage page;

    ImportComparisonController(Imports imports, ImportPage page) {
        this.imports = imports;
        this.page = page;
    }

    @PostMapping("/admin/account-holders/imports/{id:[0-9]{1,18}}/comparison")
    String compareAgain(@PathVariable long id, Model model, HttpServletResponse response) {
        try {
            imports.compareAgain(id);
            return "redirect:/admin/account-holders/imports/" + id;
        } catch (CannotApply refusal) {
            return page.show(id, refusal.reason(), model, response);
        }
    }
}
