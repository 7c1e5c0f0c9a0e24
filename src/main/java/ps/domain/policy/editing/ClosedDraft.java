package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.HandlerMapping;

/** Says so when somebody works on a draft that is published or discarded by now. */
@ControllerAdvice(basePackageClasses = ClosedDraft.class)
class ClosedDraft {

    @ExceptionHandler(DraftClosed.class)
    String toTheDraft(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object id = variables instanceof Map<?, ?> map ? map.get("id") : null;
        return "redirect:/admin/drafts/" + (id == null ? "" : id);
    }
}
