package ps.domain.policy.site;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.WebUtils;
import ps.domain.policy.text.Language;

/**
 * Decides the language of a request: the one in its address, else the one that the person chose, else the one that the
 * browser prefers (RFC 9110, section 12.5.4), else the configured default.
 */
@Component
public class RequestLanguage {

    /** The cookie that remembers a visitor's choice. */
    static final String COOKIE = "__Host-language";

    private final SiteSettings settings;
    private final List<LanguagePreference> preferences;

    RequestLanguage(SiteSettings settings, List<LanguagePreference> preferences) {
        this.settings = settings;
        this.preferences = preferences;
    }

    /** The language to answer in. */
    public Language of(HttpServletRequest request) {
        return inPath(request)
                .or(() -> preferences.stream()
                        .flatMap(preference -> preference.of(request).stream())
                        .findFirst())
                .orElseGet(() -> ofStranger(request));
    }

    /** The same without asking who it is: a look at the request alone. */
    Language ofStranger(HttpServletRequest request) {
        return inPath(request)
                .or(() -> remembered(request))
                .or(() -> accepted(request))
                .orElse(settings.defaultLanguage());
    }

    private static Optional<Language> inPath(HttpServletRequest request) {
        String[] parts = StringUtils.tokenizeToStringArray(RequestPath.asked(request), "/");
        return parts.length == 0 ? Optional.empty() : Language.ofTag(parts[0]);
    }

    private static Optional<Language> remembered(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        return cookie == null ? Optional.empty() : Language.ofTag(cookie.getValue());
    }

    private static Optional<Language> accepted(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (header == null) {
            return Optional.empty();
        }
        try {
            List<String> tags =
                    Arrays.stream(Language.values()).map(Language::tag).toList();
            return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(header), tags))
                    .flatMap(Language::ofTag);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
