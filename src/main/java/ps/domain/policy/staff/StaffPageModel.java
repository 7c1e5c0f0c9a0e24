package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.thymeleaf.context.LazyContextVariable;
import ps.domain.policy.site.RequestPath;

/**
 * What the staff layout can count on besides: {@code staff}, who is signed in, and {@code here}, to come back to; {@code
 * kept}, a form that waits for whoever is not signed in yet; and {@code withoutPassword}, whether whoever is signed in
 * confirms in another way.
 */
@ControllerAdvice
class StaffPageModel {

    private final Confirmations confirmations;

    StaffPageModel(Confirmations confirmations) {
        this.confirmations = confirmations;
    }

    @ModelAttribute
    void addTo(Model model, HttpServletRequest request) {
        if (StaffPages.include(request)) {
            SignedInStaff.current()
                    .ifPresentOrElse(
                            person -> {
                                model.addAttribute("staff", person);
                                model.addAttribute("withoutPassword", asked(() -> confirmations.areFor(person)));
                            },
                            () -> KeptForm.in(request).ifPresent(kept -> model.addAttribute("kept", kept)));
            // A rejected form is shown at the address it was sent to, which the form itself has, too.
            model.addAttribute(
                    "here",
                    HttpMethod.GET.matches(request.getMethod())
                            ? StaffPages.addressOf(request)
                            : RequestPath.asked(request));
        }
    }

    /** Found out by the pages that ask only. */
    private static LazyContextVariable<Boolean> asked(Supplier<Boolean> question) {
        return new LazyContextVariable<>() {
            @Override
            protected Boolean loadValue() {
                return question.get();
            }
        };
    }

    /** Whatever needs a confirmation first waits on the page where that is given. */
    @ExceptionHandler
    String leadAway(NotConfirmed notYet) {
        return "redirect:" + ConfirmationController.PATH;
    }
}
