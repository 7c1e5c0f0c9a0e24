package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;

/** Lets Spring MVC and Thymeleaf speak the language of the request. */
final class RequestLocaleResolver implements LocaleResolver {

    private static final String DECIDED = RequestLocaleResolver.class.getName();

    private final RequestLanguage language;

    RequestLocaleResolver(RequestLanguage language) {
        this.language = language;
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        if (request.getAttribute(DECIDED) instanceof Locale decided) {
            return decided;
        }
        Locale locale = language.of(request).locale();
        request.setAttribute(DECIDED, locale);
        return locale;
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("The language follows from the address or from the person's choice");
    }
}
