package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import ps.domain.policy.site.LanguagePreference;
import ps.domain.policy.text.Language;

/**
 * The language of staff pages: the one on the account of whoever is signed in, and before that the one that the
 * {@code language} parameter asks for. Elsewhere this looks at nothing, so that public pages need no session.
 */
@Component
class StaffLanguage implements LanguagePreference {

    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    @Override
    public Optional<Language> of(HttpServletRequest request) {
        if (!StaffPages.include(request)) {
            return Optional.empty();
        }
        return SignedInStaff.current()
                // An error page is made outside the security of the page that failed.
                .or(() -> SignedInStaff.in(sessions.loadDeferredContext(request).get()))
                .map(StaffPrincipal::language)
                .or(() -> asked(request))
                .or(() -> SignedInStaff.half().map(HalfSignedIn::language));
    }

    private static Optional<Language> asked(HttpServletRequest request) {
        String type = request.getContentType();
        boolean form = type != null && type.startsWith("application/x-www-form-urlencoded");
        return HttpMethod.GET.matches(request.getMethod()) || form
                ? Optional.ofNullable(request.getParameter("language")).flatMap(Language::ofTag)
                : Optional.empty();
    }
}
