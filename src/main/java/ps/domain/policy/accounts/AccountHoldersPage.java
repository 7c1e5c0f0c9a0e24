package ps.domain.policy.accounts;

import java.util.Arrays;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.text.Language;

/** How many account holders there are, where they came from last, and the form that brings in others. */
@Controller
class AccountHoldersPage {

    private final AccountHolders holders;
    private final Imports imports;

    AccountHoldersPage(AccountHolders holders, Imports imports) {
        this.holders = holders;
        this.imports = imports;
    }

    @GetMapping("/admin/account-holders")
    String show(Model model) {
        model.addAttribute("summary", holders.summary());
        model.addAttribute("languages", Arrays.asList(Language.AR, Language.EN, null));
        model.addAttribute("statuses", AccountStatus.values());
        model.addAttribute("last", imports.lastApplied().orElse(null));
        return "accounts/account-holders";
    }
}
