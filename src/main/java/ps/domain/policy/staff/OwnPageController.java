package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** One's own account: the password, and where one is signed in. */
@Controller
@RequestMapping("/admin/me")
class OwnPageController {

    private final PasswordSetting passwords;
    private final Reauthentication reauthentication;
    private final Confirmations confirmations;
    private final Sessions sessions;
    private final StaffAccounts accounts;
    private final SecondFactors factors;
    private final MessageSource messages;
    private final Clock clock;

    OwnPageController(
            PasswordSetting passwords,
            Reauthentication reauthentication,
            Confirmations confirmations,
            Sessions sessions,
            StaffAccounts accounts,
            SecondFactors factors,
            MessageSource messages,
            Clock clock) {
        this.passwords = passwords;
        this.reauthentication = reauthentication;
        this.confirmations = confirmations;
        this.sessions = sessions;
        this.accounts = accounts;
        this.factors = factors;
        this.messages = messages;
        this.clock = clock;
    }

    /** A session as the page shows it. */
    record SessionRow(String row, String since, String lastUsed, boolean current) {}

    @GetMapping
    String show(
            @AuthenticationPrincipal StaffPrincipal person, Locale locale, Model model, HttpServletRequest request) {
        Language language = Language.of(locale);
        model.addAttribute(
                "sessions",
                sessions.of(person.id(), currentSession(request)).stream()
                        .map(session -> new SessionRow(
                                session.row(),
                                Dates.toHtml(session.since(), clock.getZone(), language),
                                Dates.toHtml(session.lastUsed(), clock.getZone(), language),
                                session.current()))
                        .toList());
        model.addAttribute(
                "had", accounts.findById(person.id()).map(factors::of).orElse(null));
        return "staff/me";
    }

    /** {@code password}: the one so far; {@code fresh}, {@code repeated}: the new one. */
    @PostMapping("/password")
    String changePassword(
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String fresh,
            @RequestParam(defaultValue = "") String repeated,
            @AuthenticationPrincipal StaffPrincipal person,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        if (confirmations.areFor(person)) {
            // The page does not offer it: an administrator's link is how they come by a first one.
            return "redirect:/admin/me";
        }
        Problems problems = new Problems(messages, locale);
        PasswordFlaw.of(fresh, person.email())
                .forEach(flaw -> problems.add("fresh", "staff.password-flaw." + flaw.name()));
        if (problems.isEmpty() && !fresh.equals(repeated)) {
            problems.add("repeated", "staff.password-flaw.DIFFERENT");
        }
        reauthentication.check(problems, messages.getMessage("staff.me.password", null, locale), password, request);
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            return show(person, locale, model, request);
        }
        passwords.change(person, fresh, currentSession(request));
        flash.addFlashAttribute("done", "password");
        return "redirect:/admin/me";
    }

    /** {@code row}: the session to end; all others but this one without it. */
    @PostMapping("/sessions")
    String endSessions(
            @RequestParam(defaultValue = "") String row,
            @AuthenticationPrincipal StaffPrincipal person,
            HttpServletRequest request,
            RedirectAttributes flash) {
        if (row.isEmpty()) {
            sessions.endOthers(person.id(), currentSession(request));
        } else {
            sessions.end(person.id(), row);
        }
        flash.addFlashAttribute("done", "sessions");
        return "redirect:/admin/me";
    }

    private static String currentSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? "" : session.getId();
    }
}
