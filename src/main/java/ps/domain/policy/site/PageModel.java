package ps.domain.policy.site;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import ps.domain.policy.text.Language;

/** What every template can count on: {@code language}, {@code site}, {@code path}; and, under an address with a
 * language, {@code alternatePath}, {@code canonical} and {@code alternate}. */
@ControllerAdvice
class PageModel {

    private final SiteSettings settings;
    private final Links links;

    PageModel(SiteSettings settings, Links links) {
        this.settings = settings;
        this.links = links;
    }

    @ModelAttribute
    void addTo(Model model, HttpServletRequest request, Locale locale) {
        Language language = Language.of(locale);
        String path = pathOf(request);
        model.addAttribute("language", language);
        model.addAttribute("site", settings);
        model.addAttribute("path", path);
        String alternatePath = alternateOf(path, language);
        model.addAttribute("alternatePath", alternatePath);
        if (alternatePath != null) {
            model.addAttribute("canonical", links.to(path));
            model.addAttribute("alternate", links.to(alternatePath));
        }
    }

    /** The address that was asked for, without the context path; on an error page, the one that failed. */
    private static String pathOf(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String uri = failed instanceof String original ? original : request.getRequestURI();
        return uri.startsWith(request.getContextPath())
                ? uri.substring(request.getContextPath().length())
                : uri;
    }

    /** The same page in the other language, for addresses that begin with one. */
    private static @Nullable String alternateOf(String path, Language language) {
        String prefix = "/" + language.tag();
        return path.equals(prefix) || path.startsWith(prefix + "/")
                ? "/" + language.other().tag() + path.substring(prefix.length())
                : null;
    }
}
