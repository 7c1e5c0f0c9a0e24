package ps.domain.policy.notices;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.accounts.EmailAddress;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.text.Language;

/**
 * What is kept of somebody under a pseudonym: who knows the client id or the address can be told with the key what was sent,
 * when and with what result, and nobody else.
 */
@Controller
class KeptController {

    private static final int LONGEST = 254;

    private final Pseudonyms pseudonyms;
    private final Tellings tellings;
    private final Clock clock;

    KeptController(Pseudonyms pseudonyms, Tellings tellings, Clock clock) {
        this.pseudonyms = pseudonyms;
        this.tellings = tellings;
        this.clock = clock;
    }

    /** {@code q}: a client id or an address; {@code erased}: whether that was just done. */
    @GetMapping("/admin/account-holders/kept")
    String show(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean erased,
            Locale locale,
            Model model) {
        model.addAttribute("erased", erased);
        String typed = q.strip().substring(0, Math.min(q.strip().length(), LONGEST));
        boolean canTell = pseudonyms.state() == Pseudonyms.State.READY;
        boolean isClient = typed.matches("[0-9]{1,18}");
        boolean isAddress = EmailAddress.flawIn(typed).isEmpty();
        model.addAttribute("q", typed);
        model.addAttribute("canTell", canTell);
        model.addAttribute("asked", isClient || isAddress);
        if (canTell && isClient) {
            long pseudonym = pseudonyms.ofClient(Long.parseLong(typed));
            add(Long.toString(pseudonym), tellings.of(pseudonym), locale, model);
        } else if (canTell && isAddress) {
            String pseudonym = pseudonyms.ofAddress(typed);
            add(pseudonym, tellings.at(pseudonym), locale, model);
        }
        return "notices/kept";
    }

    /** Of somebody who is not known nothing can be said of the notices that say nothing of them. */
    private void add(String pseudonym, List<Telling> found, Locale locale, Model model) {
        model.addAttribute("pseudonym", pseudonym);
        model.addAttribute(
                "tellings",
                found.stream()
                        .flatMap(telling ->
                                telling instanceof Telling.NotAddressed ? Stream.empty() : Stream.of(telling))
                        .map(telling -> TellingRow.of(telling, clock.getZone(), Language.of(locale)))
                        .toList());
    }
}
