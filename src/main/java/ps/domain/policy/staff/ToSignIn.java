package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Sends whoever is not signed in to the sign-in page, and has it remember the page that was wanted. */
@Component
class ToSignIn implements AuthenticationEntryPoint {

    private final RedirectStrategy redirects = new DefaultRedirectStrategy();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException notSignedIn)
            throws IOException {
        if (isForPartOfAPage(request)) {
            loadTheWholePage(response);
            return;
        }
        UriComponentsBuilder signIn = UriComponentsBuilder.fromPath("/admin/sign-in");
        wanted(request).ifPresent(path -> signIn.queryParam("to", "{to}"));
        redirects.sendRedirect(
                request,
                response,
                signIn.encode()
                        .buildAndExpand(wanted(request).map(StaffPath::value).orElse(""))
                        .toUriString());
    }

    /** Whether a script of a page asks. */
    static boolean isForPartOfAPage(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    /** Has the browser ask again for the page as a whole, which then leads to where to go first. */
    static void loadTheWholePage(HttpServletResponse response) {
        response.setHeader("HX-Refresh", "true");
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }

    /** The page that was wanted, to come back to. */
    static Optional<StaffPath> wanted(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                ? StaffPath.of(StaffPages.addressOf(request)).filter(path -> !path.equals(StaffPath.HOME))
                : Optional.empty();
    }
}
