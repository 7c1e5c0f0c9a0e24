package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Authenticators.Proposal;
import ps.domain.policy.staff.SecondFactors.Had;
import ps.domain.policy.staff.SecondFactors.Outcome;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * One's own second factors. Every step asks for the password, but of somebody who has just shown it and must set up a
 * first one before being let in.
 */
@Controller
@RequestMapping("/admin/me/second-factor")
class SecondFactorController {

    private final StaffAccounts accounts;
    private final SecondFactors factors;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final Reauthentication reauthentication;
    private final Entrance entrance;
    private final MessageSource messages;
    private final Clock clock;

    SecondFactorController(
            StaffAccounts accounts,
            SecondFactors factors,
            Authenticators authenticators,
            Passkeys passkeys,
            Reauthentication reauthentication,
            Entrance entrance,
            MessageSource messages,
            Clock clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.reauthentication = reauthentication;
        this.entrance = entrance;
        this.messages = messages;
        this.clock = clock;
    }

    /** A factor as the page shows it. */
    record Row(
            String id,
            String name,
            String addedAt,
            @Nullable String lastUsedAt) {}

    /** Somebody who has to set one up first is led on afterwards to the page that they wanted. */
    @ModelAttribute
    void keepWhatWasWanted(@RequestParam(required = false) @Nullable String to, Model model) {
        if (SignedInStaff.half().isPresent()) {
            StaffPath.of(to).ifPresent(path -> model.addAttribute("to", path.value()));
        }
    }

    /** The pages in between have no address of their own: there is nothing to see there without the password. */
    @GetMapping({"", "/app", "/passkey"})
    String show(Locale locale, Model model) {
        Had had = factors.of(account());
        Language language = Language.of(locale);
        model.addAttribute("had", had);
        had.authenticator()
                .ifPresent(app -> model.addAttribute(
                        "app", row("", "", app.addedAt(), app.lastUsedAt().orElse(null), language)));
        model.addAttribute(
                "passkeys",
                had.passkeys().stream()
                        .map(key -> row(key.id(), key.name(), key.addedAt(), key.lastUsedAt(), language))
                        .toList());
        model.addAttribute("half", SignedInStaff.half().isPresent());
        model.addAttribute("appsOffered", authenticators.areOffered());
        model.addAttribute("passkeysOffered", passkeys.areOffered());
        return "staff/second-factor";
    }

    private Row row(String id, String name, Instant addedAt, @Nullable Instant lastUsedAt, Language language) {
        return new Row(
                id,
                name,
                Dates.toHtml(addedAt, clock.getZone(), language),
                lastUsedAt == null ? null : Dates.toHtml(lastUsedAt, clock.getZone(), language));
    }

    /**
     * {@code then}: {@code app} or {@code passkey} to add one, {@code codes} for new ones, {@code no-app} to remove it, or
     * the id of a passkey to remove.
     */
    @PostMapping
    String change(
            @RequestParam(defaultValue = "") String then,
            @RequestParam(defaultValue = "") String password,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        StaffAccount account = account();
        Problems problems = new Problems(messages, locale);
        if (SignedInStaff.half().isEmpty()) {
            reauthentication.check(problems, act(then, account, locale), password, request);
        }
        if (problems.isEmpty()) {
            try {
                switch (then) {
                    case "" -> {
                        return show(locale, model);
                    }
                    case "app" -> {
                        return appPage(requireOffered(authenticators.areOffered(), account), model);
                    }
                    case "passkey" -> {
                        return passkeyPage(requireOffered(passkeys.areOffered(), account), model, request);
                    }
                    case "codes" -> {
                        requireOffered(factors.of(account).isAny(), account);
                        model.addAttribute("codes", factors.renewCodes(account));
                        return "staff/recovery-codes";
                    }
                    case "no-app" -> factors.removeAuthenticator(account);
                    default -> factors.removePasskey(account, then);
                }
                flash.addFlashAttribute("done", "removed");
                return "redirect:/admin/me/second-factor";
            } catch (LastSecondFactor last) {
                problems.add("password", "staff.factor.last");
            }
        }
        problems.refuse(model, response);
        return show(locale, model);
    }

    private String act(String then, StaffAccount account, Locale locale) {
        return switch (then) {
            case "app" -> messages.getMessage("staff.factor.app.add", null, locale);
            case "passkey" -> messages.getMessage("staff.factor.passkey.add", null, locale);
            case "codes" -> messages.getMessage("staff.factor.codes.renew", null, locale);
            case "no-app" -> messages.getMessage("staff.factor.app.remove", null, locale);
            default ->
                passkeys.of(account.id()).stream()
                        .filter(key -> key.id().equals(then))
                        .map(key ->
                                messages.getMessage("staff.factor.passkey.remove", new Object[] {key.name()}, locale))
                        .findFirst()
                        .orElseGet(() -> messages.getMessage("staff.factor.title", null, locale));
        };
    }

    /** {@code sealed}: the secret that the page proposed; {@code code}: what the app makes of it. */
    @PostMapping("/app")
    @Nullable
    String addApp(
            @RequestParam(defaultValue = "") String sealed,
            @RequestParam(defaultValue = "") String code,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash)
            throws IOException {
        StaffAccount account = account();
        Optional<Proposal> proposal = authenticators.proposed(account, sealed);
        if (proposal.isEmpty()) {
            return beginAgain("staff.factor.app.expired", locale, model, response);
        }
        Outcome outcome = factors.addAuthenticator(account, sealed, code);
        if (outcome.done()) {
            return added(account, outcome, Entrance.CODE_AUTHORITY, model, request, response, flash);
        }
        Problems problems = new Problems(messages, locale);
        problems.add("code", "staff.factor.app.wrong");
        problems.refuse(model, response);
        return appPage(account, proposal.get(), model);
    }

    /** {@code credential}: the passkey that the browser made. */
    @PostMapping("/passkey")
    @Nullable
    String addPasskey(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "") String name,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash)
            throws IOException {
        StaffAccount account = account();
        String label = name.strip().replaceAll("\\p{Cc}", "");
        Outcome outcome = factors.addPasskey(
                account,
                credential,
                label.isEmpty()
                        ? messages.getMessage("staff.factor.passkey", null, locale)
                        : label.substring(0, Math.min(label.length(), Passkeys.LONGEST_NAME)),
                request);
        if (outcome.done()) {
            return added(account, outcome, FactorGrantedAuthority.WEBAUTHN_AUTHORITY, model, request, response, flash);
        }
        return beginAgain("staff.factor.passkey.wrong", locale, model, response);
    }

    private String beginAgain(String why, Locale locale, Model model, HttpServletResponse response) {
        Problems problems = new Problems(messages, locale);
        problems.elsewhere("/admin/me/second-factor", why);
        problems.refuse(model, response);
        return show(locale, model);
    }

    /** Whoever had to set one up is signed in by that. */
    private @Nullable String added(
            StaffAccount account,
            Outcome outcome,
            String factor,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash)
            throws IOException {
        if (SignedInStaff.half().isPresent()) {
            Authentication whole = entrance.whole(account, factor);
            entrance.enter(whole, request, response);
            model.addAttribute("staff", account.toPrincipal());
            if (outcome.recoveryCodes().isEmpty()) {
                entrance.goOn(whole, request, response);
                return null;
            }
        }
        if (outcome.recoveryCodes().isEmpty()) {
            flash.addFlashAttribute("done", "added");
            return "redirect:/admin/me/second-factor";
        }
        model.addAttribute("codes", outcome.recoveryCodes());
        return "staff/recovery-codes";
    }

    private String appPage(StaffAccount account, Model model) {
        return appPage(account, authenticators.propose(account), model);
    }

    private static String appPage(StaffAccount account, Proposal proposal, Model model) {
        model.addAttribute("email", account.email());
        model.addAttribute("proposal", proposal);
        model.addAttribute("qr", QrCode.of(proposal.address()));
        return "staff/factor-app";
    }

    private String passkeyPage(StaffAccount account, Model model, HttpServletRequest request) {
        model.addAttribute("options", passkeys.offer(account.id(), request.getSession()));
        return "staff/factor-passkey";
    }

    private static StaffAccount requireOffered(boolean offered, StaffAccount account) {
        if (!offered) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return account;
    }

    private StaffAccount account() {
        return SignedInStaff.current()
                .map(StaffPrincipal::id)
                .or(() -> SignedInStaff.half().map(HalfSignedIn::account))
                .flatMap(accounts::findById)
                .orElseThrow(() -> new AccessDeniedException("Nobody is signed in"));
    }
}
