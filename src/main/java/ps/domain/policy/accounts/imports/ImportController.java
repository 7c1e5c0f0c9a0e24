package ps.domain.policy.accounts.imports;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Looking at a list. */
@Controller
class ImportController {

    private final ImportPage page;

    ImportController(ImportPage page) {
        this.page = page;
    }

    @GetMapping("/admin/account-holders/imports/{id:[0-9]{1,18}}")
    String show(@PathVariable long id, Model model, HttpServletResponse response) {
        return page.show(id, null, model, response);
    }
}
