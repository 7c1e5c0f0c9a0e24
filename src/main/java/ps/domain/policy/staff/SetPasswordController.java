package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.text.Language;

/** The page that a one-time link leads to. */
@Controller
@RequestMapping("/admin/set-password/{token}")
class SetPasswordController {

    private final PasswordSetting passwords;

    SetPasswordController(PasswordSetting passwords) {
        this.passwords = passwords;
    }

    @GetMapping
    String show(@PathVariable String token, Model model, HttpServletResponse response) {
        Optional<String> email = passwords.emailFor(token);
        if (email.isEmpty()) {
            return deadLink(response);
        }
        model.addAttribute("email", email.get());
        model.addAttribute("form", new NewPassword("", ""));
        model.addAttribute("failed", false);
        return "staff/set-password";
    }

    @PostMapping
    String set(
            @PathVariable String token,
            @ModelAttribute("form") NewPassword form,
            BindingResult errors,
            Model model,
            Locale locale,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Optional<String> email = passwords.emailFor(token);
        if (email.isEmpty()) {
            return deadLink(response);
        }
        form.validate(email.get(), errors);
        if (errors.hasErrors()) {
            model.addAttribute("email", email.get());
            model.addAttribute("failed", true);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return "staff/set-password";
        }
        if (!passwords.set(token, form.password(), Language.of(locale))) {
            return deadLink(response);
        }
        redirect.addAttribute("password-set", "");
        redirect.addAttribute("language", Language.of(locale).tag());
        return "redirect:/admin/sign-in";
    }

    private static String deadLink(HttpServletResponse response) {
        response.setStatus(HttpStatus.NOT_FOUND.value());
        return "staff/dead-link";
    }
}
