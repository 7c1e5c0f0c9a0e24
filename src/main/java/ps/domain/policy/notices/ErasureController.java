package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.accounts.AccountHolder;
import ps.domain.policy.accounts.AccountHolders;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.Erasure.Obstacle;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Reauthentication;

/** Erasing one account holder: what goes, what stays and why, and then the password. */
@Controller
@RequestMapping("/admin/account-holders/{clientId:[0-9]{1,18}}/erasure")
class ErasureController {

    private final AccountHolders holders;
    private final Erasure erasure;
    private final Reauthentication reauthentication;
    private final MessageSource messages;

    ErasureController(
            AccountHolders holders, Erasure erasure, Reauthentication reauthentication, MessageSource messages) {
        this.holders = holders;
        this.erasure = erasure;
        this.reauthentication = reauthentication;
        this.messages = messages;
    }

    @GetMapping
    String ask(@PathVariable long clientId, Model model) {
        AccountHolder holder = holders.holder(clientId).orElseThrow(NoSuchAccountHolder::new);
        model.addAttribute("holder", holder);
        model.addAttribute("obstacles", erasure.obstacles(holder));
        model.addAttribute("extent", erasure.extent(holder));
        return "notices/erasure";
    }

    @PostMapping
    String erase(
            @PathVariable long clientId,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        AccountHolder holder = holders.holder(clientId).orElseThrow(NoSuchAccountHolder::new);
        List<Obstacle> obstacles = erasure.obstacles(holder);
        if (!obstacles.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return ask(clientId, model);
        }
        Problems problems = new Problems(messages, locale);
        reauthentication.check(
                problems,
                messages.getMessage("notices.erasure.title", new Object[] {Long.toString(clientId)}, locale),
                password,
                request);
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            return ask(clientId, model);
        }
        try {
            erasure.erase(clientId, actor);
        } catch (Erasure.CannotErase meanwhile) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return ask(clientId, model);
        }
        // Not by the session, which would hold the number for a while.
        return "redirect:/admin/account-holders/kept?erased=true&q=" + clientId;
    }
}
