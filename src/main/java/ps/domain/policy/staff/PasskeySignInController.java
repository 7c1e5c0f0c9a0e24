package ps.domain.policy.staff;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing in with a passkey alone: it is had, and it has verified its user, and so it is both factors. */
@Controller
class PasskeySignInController {

    private final StaffAccounts accounts;
    private final Passkeys passkeys;
    private final Entrance entrance;

    PasskeySignInController(StaffAccounts accounts, Passkeys passkeys, Entrance entrance) {
        this.accounts = accounts;
        this.passkeys = passkeys;
        this.entrance = entrance;
    }

    @PostMapping("/admin/sign-in/passkey")
    void signIn(
            @RequestParam(defaultValue = "") String credential,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, ServletException {
        Optional<StaffAccount> owner = passkeys.answered(credential, request)
                .flatMap(accounts::findById)
                .filter(StaffAccount::isActive);
        if (owner.isEmpty()) {
            request.setAttribute(
                    WebAttributes.AUTHENTICATION_EXCEPTION, new BadCredentialsException("No such passkey here"));
            request.getRequestDispatcher("/admin/sign-in/failed").forward(request, response);
            return;
        }
        Authentication whole = entrance.whole(owner.get(), FactorGrantedAuthority.WEBAUTHN_AUTHORITY);
        entrance.enter(whole, request, response);
        entrance.goOn(whole, request, response);
    }
}
