package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.staff.SecondFactors.Had;

/** The second step of signing in, after the password: a passkey, a code from an app, or a recovery code. */
@Controller
@RequestMapping("/admin/sign-in/second")
class SecondStepController {

    private final StaffAccounts accounts;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final SignInThrottle throttle;
    private final Entrance entrance;

    SecondStepController(
            StaffAccounts accounts,
            SecondFactors factors,
            Passkeys passkeys,
            SignInThrottle throttle,
            Entrance entrance) {
        this.accounts = accounts;
        this.factors = factors;
        this.passkeys = passkeys;
        this.throttle = throttle;
        this.entrance = entrance;
    }

    @GetMapping
    String show(@RequestParam(required = false) @Nullable String to, Model model, HttpServletRequest request) {
        return page(account(), to, false, model, request);
    }

    /** {@code code}: from the app or from paper; {@code credential}: what a passkey answered, in the place of a code. */
    @PostMapping
    @Nullable
    String prove(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(required = false) @Nullable String to,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        StaffAccount account = account();
        Attempt attempt = Attempt.in(request);
        Optional<Duration> wait = throttle.takeForCode(account, attempt);
        Optional<String> shown = wait.isEmpty() ? shown(account, code, credential, request) : Optional.empty();
        if (shown.isPresent()) {
            throttle.forgiveCode(account, attempt);
            Authentication whole = entrance.whole(account, shown.get());
            entrance.enter(whole, request, response);
            entrance.goOn(whole, request, response);
            return null;
        }
        if (wait.isPresent()) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.get().toSeconds()));
            model.addAttribute("wait", wait.get().toSeconds());
        } else {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            factors.refused(account);
        }
        model.addAttribute("byPasskey", !credential.isEmpty());
        return page(account, to, true, model, request);
    }

    /** The factor that this proves, if it proves one. */
    private Optional<String> shown(StaffAccount account, String code, String credential, HttpServletRequest request) {
        if (credential.isEmpty()) {
            return factors.take(account, code) ? Optional.of(Entrance.CODE_AUTHORITY) : Optional.empty();
        }
        return passkeys.answered(credential, request)
                .filter(account.id()::equals)
                .map(owner -> FactorGrantedAuthority.WEBAUTHN_AUTHORITY);
    }

    private String page(
            StaffAccount account, @Nullable String to, boolean failed, Model model, HttpServletRequest request) {
        Had had = factors.of(account);
        model.addAttribute("failed", failed);
        model.addAttribute("had", had);
        if (passkeys.areOffered() && !had.passkeys().isEmpty()) {
            model.addAttribute("passkeyOptions", passkeys.ask(account.id(), request.getSession()));
        }
        StaffPath.of(to).ifPresent(path -> model.addAttribute("to", path.value()));
        return "staff/second-step";
    }

    private StaffAccount account() {
        return SignedInStaff.half()
                .flatMap(half -> accounts.findById(half.account()))
                .orElseThrow(() -> new AccessDeniedException("Nobody has shown a first factor"));
    }
}
