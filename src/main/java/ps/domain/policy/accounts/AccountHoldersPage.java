package ps.domain.policy.accounts;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.whmcs.Whmcs;
import ps.domain.policy.text.Language;

/** How many account holders there are, where they come from, how others are brought in, and a search. */
@Controller
class AccountHoldersPage {

    private static final int SHOWN = 50;
    private static final int LONGEST = 200;
    private static final int RUNS = 10;
    private static final int ALL_RUNS = 500;

    private final AccountHolders holders;
    private final AccountHolderSources sources;
    private final Whmcs whmcs;
    private final Imports imports;
    private final Clock clock;

    AccountHoldersPage(
            AccountHolders holders, AccountHolderSources sources, Whmcs whmcs, Imports imports, Clock clock) {
        this.holders = holders;
        this.sources = sources;
        this.whmcs = whmcs;
        this.imports = imports;
        this.clock = clock;
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
    String show(Locale locale, Model model) {
        model.addAttribute("summary", holders.summary());
        model.addAttribute("languages", Arrays.asList(Language.AR, Language.EN, null));
        model.addAttribute("statuses", AccountStatus.values());
        model.addAttribute("last", imports.lastApplied().orElse(null));
        addCard(locale, model);
        addRuns(RUNS, locale, model);
        return "accounts/account-holders";
    }

    /** What the page shows of WHMCS, by itself, while a run is on its way. */
    @GetMapping("/admin/account-holders/whmcs")
    String card(Locale locale, Model model) {
        addCard(locale, model);
        return "accounts/whmcs :: card";
    }

    /** All lists that were brought in. */
    @GetMapping("/admin/account-holders/runs")
    String runs(Locale locale, Model model) {
        addRuns(ALL_RUNS, locale, model);
        return "accounts/runs";
    }

    private void addCard(Locale locale, Model model) {
        model.addAttribute("card", WhmcsCard.of(whmcs, sources.freshness(), clock.getZone(), Language.of(locale)));
    }

    private void addRuns(int most, Locale locale, Model model) {
        model.addAttribute(
                "runs",
                imports.history(most).stream()
                        .map(list -> RunRow.of(list, clock.getZone(), Language.of(locale)))
                        .toList());
    }
}
