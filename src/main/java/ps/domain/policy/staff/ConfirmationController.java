package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.staff.Confirmation.Refusal;
import ps.domain.policy.text.Dates;

/** Where those who have no password confirm who they are, and then send what waits for that once more. */
@Controller
@RequestMapping(ConfirmationController.PATH)
class ConfirmationController {

    static final String PATH = "/admin/me/confirmation";

    private final Confirmations confirmations;
    private final Passkeys passkeys;
    private final OidcProviders providers;
    private final Clock clock;

    ConfirmationController(Confirmations confirmations, Passkeys passkeys, OidcProviders providers, Clock clock) {
        this.confirmations = confirmations;
        this.passkeys = passkeys;
        this.providers = providers;
        this.clock = clock;
    }

    @GetMapping
    String show(@AuthenticationPrincipal StaffPrincipal person, Model model, HttpServletRequest request) {
        Optional<Confirmation> waiting = confirmations.of(person.id(), request);
        if (waiting.isEmpty()) {
            return "redirect:/admin";
        }
        model.addAttribute("act", waiting.get().act());
        model.addAttribute("form", waiting.get().form());
        model.addAttribute("refusal", waiting.get().refusal());
        Optional<Instant> validUntil = waiting.get().validUntil(clock.instant());
        if (validUntil.isPresent()) {
            model.addAttribute("validUntil", Dates.toHtml(validUntil.get(), clock.getZone(), person.language()));
            return "staff/confirmation";
        }
        model.addAttribute("providers", providers.all());
        if (confirmations.hasPasskey(person)) {
            model.addAttribute("passkeyOptions", passkeys.ask(person.id(), request.getSession()));
        }
        return "staff/confirmation";
    }

    /** {@code credential}: what a passkey answered. */
    @PostMapping
    String byPasskey(
            @RequestParam(defaultValue = "") String credential,
            @AuthenticationPrincipal StaffPrincipal person,
            HttpServletRequest request) {
        Optional<UUID> owner = passkeys.answered(credential, request);
        confirmations.of(person.id(), request).ifPresent(waiting -> {
            if (owner.filter(person.id()::equals).isPresent()) {
                confirmations.give(waiting, request);
            } else {
                confirmations.refuse(waiting, Refusal.PASSKEY, request);
            }
        });
        return "redirect:" + PATH;
    }

    @PostMapping("/discard")
    String discard(HttpServletRequest request) {
        confirmations.drop(request);
        // Leads on where nothing else waits.
        return "redirect:" + PATH;
    }
}
