package ps.domain.policy.staff;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/**
 * Answers what is refused. Above all a form whose token belongs to a session that is over. It is not carried out, but not
 * lost either: whoever is signed in again by now, in another window, can send it once more, and everybody else after signing
 * in. Nothing is kept for a stranger: only for a browser that staff have signed in with.
 */
@Component
class SessionOver implements AccessDeniedHandler {

    private final AccessDeniedHandler refusal = new AccessDeniedHandlerImpl();
    private final RedirectStrategy redirects = new DefaultRedirectStrategy();
    private final Devices devices;

    SessionOver(Devices devices) {
        this.devices = devices;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        Optional<HalfSignedIn> half = SignedInStaff.half();
        if (half.isPresent() && !(denied instanceof CsrfException)) {
            toNextStep(half.get(), request, response);
            return;
        }
        if (!(denied instanceof CsrfException)) {
            refusal.handle(request, response, denied);
            return;
        }
        boolean signedIn = SignedInStaff.current().isPresent();
        Optional<KeptForm> kept =
                KeptForm.sentIn(request).filter(form -> signedIn || half.isPresent() || devices.areKnown(request));
        kept.ifPresent(form -> form.keep(request));
        if (kept.isPresent() && signedIn) {
            redirects.sendRedirect(request, response, KeptFormController.PATH);
        } else if (half.isPresent() && kept.isPresent()) {
            redirects.sendRedirect(request, response, half.get().next().path());
        } else if (!signedIn && KeptForm.isSentByOurPage(request)) {
            // What cannot be kept, such as a file, is still with its sender.
            redirects.sendRedirect(request, response, "/admin/sign-in");
        } else {
            refusal.handle(request, response, denied);
        }
    }

    /** Whoever has shown the password only may do nothing else before the second factor. */
    private void toNextStep(HalfSignedIn half, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (ToSignIn.isForPartOfAPage(request)) {
            ToSignIn.loadTheWholePage(response);
            return;
        }
        redirects.sendRedirect(
                request,
                response,
                Entrance.addressOf(half.next(), ToSignIn.wanted(request).orElse(null)));
    }
}
