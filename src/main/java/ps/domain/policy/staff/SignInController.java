package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page. {@link StaffSecurity} takes what is sent from it, and forwards here what failed. */
@Controller
@RequestMapping("/admin/sign-in")
class SignInController {

    private final Passkeys passkeys;
    private final OidcProviders providers;

    SignInController(Passkeys passkeys, OidcProviders providers) {
        this.passkeys = passkeys;
        this.providers = providers;
    }

    @GetMapping
    String show(
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut,
            @RequestParam(name = "password-set", required = false) @Nullable String passwordSet,
            @RequestParam(name = "provider-refused", required = false) @Nullable String refused,
            Model model,
            HttpServletRequest request) {
        if (SignedInStaff.current().isPresent()) {
            return "redirect:/admin";
        }
        model.addAttribute("failed", refused != null);
        model.addAttribute("by", refused == null ? "password" : "provider");
        model.addAttribute("signedOut", signedOut != null);
        model.addAttribute("passwordSet", passwordSet != null);
        return page("", to, model, request);
    }

    @PostMapping("/failed")
    String showAgain(
            @RequestAttribute(WebAttributes.AUTHENTICATION_EXCEPTION) AuthenticationException failure,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(required = false) @Nullable String to,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        HttpStatus status = HttpStatus.UNPROCESSABLE_CONTENT;
        if (failure instanceof TooManyAttempts tooMany) {
            status = HttpStatus.TOO_MANY_REQUESTS;
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(tooMany.pause().toSeconds()));
        }
        response.setStatus(status.value());
        model.addAttribute("failed", true);
        model.addAttribute("by", request.getParameter("credential") == null ? "password" : "passkey");
        model.addAttribute("throttled", status == HttpStatus.TOO_MANY_REQUESTS);
        return page(email, to, model, request);
    }

    private String page(String email, @Nullable String to, Model model, HttpServletRequest request) {
        if (passkeys.areOffered()) {
            model.addAttribute("passkeyOptions", passkeys.ask(request.getSession()));
        }
        model.addAttribute("providers", providers.all());
        model.addAttribute("email", email);
        StaffPath.of(to).ifPresent(path -> model.addAttribute("to", path.value()));
        return "staff/sign-in";
    }
}
