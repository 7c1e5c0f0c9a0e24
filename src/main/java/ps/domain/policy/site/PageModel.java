package ps.domain.policy.site;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import ps.domain.policy.text.Language;

/** Gives every page that answers a request its {@link PageAttributes}. */
@ControllerAdvice
class PageModel {

    private final PageAttributes attributes;

    PageModel(PageAttributes attributes) {
        this.attributes = attributes;
    }

    @ModelAttribute
    void addTo(Model model, HttpServletRequest request, Locale locale) {
        model.addAllAttributes(attributes.of(pathOf(request), Language.of(locale)));
    }

    /** The address that was asked for, without the context path; on an error page, the one that failed. */
    private static String pathOf(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String uri = failed instanceof String original ? original : request.getRequestURI();
        return uri.startsWith(request.getContextPath())
                ? uri.substring(request.getContextPath().length())
                : uri;
    }
}
