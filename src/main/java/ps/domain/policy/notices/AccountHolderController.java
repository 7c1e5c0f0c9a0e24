package ps.domain.policy.notices;

import java.time.Clock;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import ps.domain.policy.accounts.AccountHolder;
import ps.domain.policy.accounts.AccountHolders;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** One account holder: what is held, and what they were told, when, at which address, with what result. */
@Controller
@RequestMapping("/admin/account-holders/{clientId:[0-9]{1,18}}")
class AccountHolderController {

    private final AccountHolders holders;
    private final Tellings tellings;
    private final AccountHolderExport export;
    private final Clock clock;

    AccountHolderController(AccountHolders holders, Tellings tellings, AccountHolderExport export, Clock clock) {
        this.holders = holders;
        this.tellings = tellings;
        this.export = export;
        this.clock = clock;
    }

    @GetMapping
    String show(@PathVariable long clientId, Locale locale, Model model) {
        AccountHolder holder = holders.holder(clientId).orElseThrow(NoSuchAccountHolder::new);
        Language language = Language.of(locale);
        model.addAttribute("holder", holder);
        model.addAttribute("updatedAt", Dates.toHtml(holder.updatedAt(), clock.getZone(), language));
        model.addAttribute("asOf", Dates.toHtml(clock.instant(), clock.getZone(), language));
        model.addAttribute(
                "tellings",
                tellings.of(clientId).stream()
                        .map(telling -> TellingRow.of(telling, clock.getZone(), language))
                        .toList());
        return "notices/account-holder";
    }

    /** All that is held on this person, for that person. */
    @GetMapping("/export")
    ResponseEntity<byte[]> export(@PathVariable long clientId, Actor actor) {
        AccountHolder holder = holders.holder(clientId).orElseThrow(NoSuchAccountHolder::new);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("account-holder-" + clientId + ".json")
                                .build()
                                .toString())
                .body(export.of(holder, actor));
    }
}
