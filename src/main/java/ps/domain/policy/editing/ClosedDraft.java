package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Says so when somebody works on what is published, discarded, with a reviewer or taken out by now. */
@ControllerAdvice(basePackageClasses = ClosedDraft.class)
class ClosedDraft {

    @ExceptionHandler(DraftClosed.class)
    String toTheDraft(HttpServletRequest request) {
        return "redirect:/admin/drafts/" + idIn(request);
    }

    /** With everything that was typed: what is not among the earlier texts can be copied from there. */
    @ExceptionHandler(DraftInReview.class)
    String toTheDraftInReview(HttpServletRequest request, RedirectAttributes flash) {
        flash.addFlashAttribute("frozen", HttpMethod.POST.matches(request.getMethod()));
        flash.addFlashAttribute("typed", TypedText.sentIn(request));
        return "redirect:/admin/drafts/" + idIn(request);
    }

    @ExceptionHandler(SectionGone.class)
    String toTheDraftWithoutIt(HttpServletRequest request, RedirectAttributes flash) {
        flash.addFlashAttribute("gone", true);
        return "redirect:/admin/drafts/" + idIn(request);
    }

    private static Object idIn(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        Object id = variables instanceof Map<?, ?> map ? map.get("id") : null;
        return id == null ? "" : id;
    }
}
