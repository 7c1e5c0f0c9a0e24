package ps.domain.policy.site;

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
        model.addAllAttributes(attributes.of(RequestPath.asked(request), Language.of(locale)));
    }
}
