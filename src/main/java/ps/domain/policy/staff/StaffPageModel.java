package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpMethod;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import ps.domain.policy.site.RequestPath;

/**
 * What the staff layout can count on besides: {@code staff}, who is signed in, and {@code here}, to come back to; {@code
 * kept}, a form that waits for whoever is not signed in yet.
 */
@ControllerAdvice
class StaffPageModel {

    @ModelAttribute
    void addTo(Model model, HttpServletRequest request) {
        if (StaffPages.include(request)) {
            SignedInStaff.current()
                    .ifPresentOrElse(
                            person -> model.addAttribute("staff", person),
                            () -> KeptForm.in(request).ifPresent(kept -> model.addAttribute("kept", kept)));
            // A rejected form is shown at the address it was sent to, which the form itself has, too.
            model.addAttribute(
                    "here",
                    HttpMethod.GET.matches(request.getMethod())
                            ? StaffPages.addressOf(request)
                            : RequestPath.asked(request));
        }
    }
}
