package ps.domain.policy.accounts.imports;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import ps.domain.policy.audit.Actor;

/** Throwing a list away. */
@Controller
class ImportDiscardController {

    private final Imports imports;

    ImportDiscardController(Imports imports) {
        this.imports = imports;
    }

    @PostMapping("/admin/account-holders/imports/{id:[0-9]{1,18}}/discard")
    String discard(@PathVariable long id, Actor actor) {
        imports.discard(id, actor);
        return "redirect:/admin/account-holders";
    }
}
