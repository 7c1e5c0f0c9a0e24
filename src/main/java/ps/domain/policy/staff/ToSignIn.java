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
        if (request.getHeader("HX-Request") != null) {
            // Part of a page was asked for: the page as a whole is loaded again, and comes here by itself.
            response.setHeader("HX-Refresh", "true");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
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

    private static Optional<StaffPath> wanted(HttpServletRequest request) {
        return HttpMethod.GET.matches(request.getMethod())
                ? StaffPath.of(StaffPages.addressOf(request)).filter(path -> !path.equals(StaffPath.HOME))
                : Optional.empty();
    }
}
