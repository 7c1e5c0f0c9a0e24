package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.notices.AudienceSources;
import ps.domain.policy.notices.TestMails;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Reauthentication;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

/** The last page of a draft: all that will happen, and the button that lets it happen. */
@Controller
@RequestMapping("/admin/drafts/{id}/publication")
class PublicationController {

    private final DraftPages pages;
    private final Rehearsals rehearsals;
    private final Publication publication;
    private final AudienceSources sources;
    private final TestMails tests;
    private final Reauthentication reauthentication;
    private final MessageSource messages;

    PublicationController(
            DraftPages pages,
            Rehearsals rehearsals,
            Publication publication,
            AudienceSources sources,
            TestMails tests,
            Reauthentication reauthentication,
            MessageSource messages) {
        this.pages = pages;
        this.rehearsals = rehearsals;
        this.publication = publication;
        this.sources = sources;
        this.tests = tests;
        this.reauthentication = reauthentication;
        this.messages = messages;
    }

    @GetMapping
    String show(@PathVariable UUID id, @AuthenticationPrincipal StaffPrincipal person, Locale locale, Model model) {
        return page(pages.page(id, Language.of(locale)), "", person, locale, model);
    }

    /** {@code revision}: that of the draft as it was shown; {@code recipients}: as typed, in any digits. */
    @PostMapping
    String publish(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String recipients,
            @RequestParam(defaultValue = "") String password,
            @AuthenticationPrincipal StaffPrincipal person,
            HttpServletRequest request,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        DraftPages.Page before = pages.page(id, Language.of(locale));
        if (!before.isOpen()) {
            throw new DraftClosed();
        }
        Problems problems = new Problems(messages, locale);
        long expected = Boolean.TRUE.equals(before.details().material()) ? count(recipients, problems) : 0;
        reauthentication.check(
                problems, messages.getMessage("editing.publication.title", null, locale), password, request);
        if (problems.isEmpty()) {
            try {
                Version version = publication.publish(id, revision, expected, person.actor());
                flash.addFlashAttribute("published", version.number());
                return "redirect:/admin/drafts";
            } catch (OtherAudience other) {
                problems.add("recipients", "editing.publication.problem.recipients", recipients);
            } catch (NotReady | NotApproved refusal) {
                model.addAttribute("refused", true);
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            } catch (ChangedSinceSeen changed) {
                model.addAttribute("changedSinceSeen", before);
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            }
        }
        problems.refuse(model, response);
        return page(pages.page(id, Language.of(locale)), recipients, person, locale, model);
    }

    private String page(DraftPages.Page draft, String recipients, StaffPrincipal person, Locale locale, Model model) {
        model.addAttribute("draft", draft);
        model.addAttribute("recipients", recipients);
        model.addAttribute("plan", draft.isOpen() ? rehearsals.publication(draft.id(), Language.of(locale)) : null);
        model.addAttribute("freshness", sources.freshness(Language.of(locale)));
        model.addAttribute("test", tests.lastOf(person, Language.of(locale)).orElse(null));
        return "editing/publication";
    }

    /** A number as people type it: in Arabic or European digits, with whatever they set thousands apart by. */
    private static long count(String typed, Problems problems) {
        String digits = typed.replaceAll("[\\s,.'\u066C\u060C\u00A0\u202F]", "");
        if (digits.isEmpty()) {
            problems.add("recipients", "editing.publication.problem.recipients.missing");
            return -1;
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException nonsense) {
            problems.add("recipients", "editing.publication.problem.recipients", typed);
            return -1;
        }
    }
}
