package ps.domain.policy.accounts;

import java.util.Arrays;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.text.Language;

/** How many account holders there are, where they came from last, the form that brings in others, and a search. */
@Controller
class AccountHoldersPage {

    private static final int SHOWN = 50;
    private static final int LONGEST = 200;

    private final AccountHolders holders;
    private final Imports imports;

    AccountHoldersPage(AccountHolders holders, Imports imports) {
        this.holders = holders;
        this.imports = imports;
    }

    /** Those who are looked for, without what takes longer with each of them. */
    @GetMapping(path = "/admin/account-holders", params = "q")
    String find(@RequestParam String q, Model model) {
        String typed = q.substring(0, Math.min(q.length(), LONGEST));
        List<AccountHolder> found = holders.find(typed, SHOWN + 1);
        model.addAttribute("q", typed);
        model.addAttribute("found", found.subList(0, Math.min(found.size(), SHOWN)));
        model.addAttribute("more", found.size() > SHOWN);
        return "accounts/found";
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
