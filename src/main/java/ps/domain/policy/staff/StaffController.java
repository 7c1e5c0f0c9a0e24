package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.SecondFactors.Had;
import ps.domain.policy.staff.StaffAdministration.Invited;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** Who works here: administrators let people in, and let them in no more. Every step asks for the password. */
@Controller
@RequestMapping("/admin/staff")
class StaffController {

    private final StaffAdministration administration;
    private final SecondFactors factors;
    private final Reauthentication reauthentication;
    private final StaffMail mail;
    private final MessageSource messages;
    private final Clock clock;

    StaffController(
            StaffAdministration administration,
            SecondFactors factors,
            Reauthentication reauthentication,
            StaffMail mail,
            MessageSource messages,
            Clock clock) {
        this.administration = administration;
        this.factors = factors;
        this.reauthentication = reauthentication;
        this.mail = mail;
        this.messages = messages;
        this.clock = clock;
    }

    /** Somebody as a page shows them. */
    record Colleague(
            UUID id,
            String name,
            String email,
            Role role,
            boolean active,
            boolean waiting,
            String since,
            boolean secondFactor,
            boolean lacking) {

        static Colleague of(StaffAccount account, Had had, Clock clock, Language language) {
            return new Colleague(
                    account.id(),
                    account.name(),
                    account.email(),
                    account.role(),
                    account.isActive(),
                    account.isActive() && !account.hasPassword(),
                    Dates.toHtml(account.createdAt(), clock.getZone(), language),
                    had.isAny(),
                    had.required() && !had.isAny());
        }
    }

    @GetMapping
    String list(Locale locale, Model model) {
        model.addAttribute(
                "colleagues",
                administration.everybody().stream()
                        .map(account -> Colleague.of(account, factors.of(account), clock, Language.of(locale)))
                        .toList());
        return "staff/colleagues";
    }

    @GetMapping("/new")
    String form(@ModelAttribute("form") Invitation form) {
        return "staff/invitation";
    }

    @PostMapping("/new")
    String invite(
            @ModelAttribute("form") Invitation form,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        form.check(problems);
        reauthentication.check(
                problems,
                messages.getMessage("staff.invitation.title", null, locale) + ": " + form.email(),
                password,
                request);
        if (problems.isEmpty()) {
            try {
                Invited invited = administration.invite(
                        form.email(),
                        form.name(),
                        form.chosenRole().orElseThrow(),
                        form.chosenLanguage().orElseThrow(),
                        actor);
                return sent(invited, actor, flash);
            } catch (IllegalArgumentException taken) {
                problems.add("email", "staff.invitation.taken");
            }
        }
        return refused("staff/invitation", problems, model, response);
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Locale locale, Model model) {
        StaffAccount account = administration.account(id).orElseThrow(NoSuchColleague::new);
        model.addAttribute("colleague", Colleague.of(account, factors.of(account), clock, Language.of(locale)));
        model.addAttribute("roles", Role.values());
        model.addAttribute("chosen", account.role());
        return "staff/colleague";
    }

    /** {@code then}: {@code role}, {@code link}, {@code factors} or {@code deactivation}. */
    @PostMapping("/{id}")
    String change(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String then,
            @RequestParam(required = false) @Nullable Role role,
            @RequestParam(defaultValue = "") String password,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes flash)
            throws MissingServletRequestParameterException {
        Problems problems = new Problems(messages, locale);
        reauthentication.check(problems, act(then, role, id, locale), password, request);
        if (problems.isEmpty()) {
            try {
                switch (then) {
                    case "role" -> administration.changeRole(id, sent(role), actor);
                    case "deactivation" -> administration.deactivate(id, actor);
                    case "factors" -> factors.reset(id, actor);
                    case "link" -> {
                        return sent(administration.linkFor(id, actor), actor, flash);
                    }
                    default -> throw new NoSuchColleague();
                }
                flash.addFlashAttribute("done", then);
                return "redirect:/admin/staff/" + id;
            } catch (LastAdministrator last) {
                problems.add("password", "staff.colleague.last");
            }
        }
        show(id, locale, model);
        if (role != null) {
            model.addAttribute("chosen", role);
        }
        return refused("staff/colleague", problems, model, response);
    }

    private static Role sent(@Nullable Role role) throws MissingServletRequestParameterException {
        if (role == null) {
            throw new MissingServletRequestParameterException("role", "Role");
        }
        return role;
    }

    private String act(String then, @Nullable Role role, UUID id, Locale locale) {
        String key = switch (then) {
            case "role" -> "role.save";
            case "deactivation" -> "deactivate";
            case "factors", "link" -> then;
            default -> throw new NoSuchColleague();
        };
        String whose = ": "
                + administration.account(id).orElseThrow(NoSuchColleague::new).name();
        return messages.getMessage("staff.colleague." + key, null, locale)
                + whose
                + (then.equals("role") && role != null
                        ? " · " + messages.getMessage("staff.role." + role, null, locale)
                        : "");
    }

    /** The link goes by mail. Only where that fails it is shown, to be handed over; and the trail tells of that. */
    private String sent(Invited invited, Actor actor, RedirectAttributes flash) {
        Optional<String> failure = mail.sendLink(invited.person(), invited.token(), OneTimeLinks.THREE_DAYS);
        if (failure.isPresent()) {
            administration.linkShown(invited.person().id(), actor);
            flash.addFlashAttribute("failure", failure.get());
            flash.addFlashAttribute("link", mail.linkFor(invited.person(), invited.token()));
        }
        flash.addFlashAttribute("done", failure.isPresent() ? "shown" : "sent");
        return "redirect:/admin/staff/" + invited.person().id();
    }

    private static String refused(String view, Problems problems, Model model, HttpServletResponse response) {
        problems.refuse(model, response);
        return view;
    }
}
