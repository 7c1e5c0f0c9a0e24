package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.Reauthentication;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** Breach notices: written by one person, seen as recipients will see them, approved and sent by another. */
@Controller
@RequestMapping("/admin/notices/breaches")
class BreachController {

    private static final int SHOWN = 50;

    private final BreachDrafts drafts;
    private final Audiences audiences;
    private final TestMails tests;
    private final UnreachedController unreached;
    private final Reauthentication reauthentication;
    private final MessageSource messages;
    private final Links links;
    private final Clock clock;

    BreachController(
            BreachDrafts drafts,
            Audiences audiences,
            TestMails tests,
            UnreachedController unreached,
            Reauthentication reauthentication,
            MessageSource messages,
            Links links,
            Clock clock) {
        this.drafts = drafts;
        this.audiences = audiences;
        this.tests = tests;
        this.unreached = unreached;
        this.reauthentication = reauthentication;
        this.messages = messages;
        this.links = links;
        this.clock = clock;
    }

    @PostMapping
    String begin(Actor actor) {
        return to(drafts.begin(new BilingualText(skeleton(Language.AR), skeleton(Language.EN)), actor));
    }

    private String skeleton(Language language) {
        return messages.getMessage("notices.breach.skeleton", null, language.locale());
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, @AuthenticationPrincipal StaffPrincipal person, Locale locale, Model model) {
        BreachDraft draft = drafts.find(id).orElseThrow(NoSuchNotice::new);
        if (draft.notice() != null) {
            return "redirect:/admin/notices/" + draft.notice();
        }
        return page(draft, formOf(draft), person, locale, model);
    }

    @PostMapping("/{id}")
    String save(
            @PathVariable UUID id,
            BreachForm form,
            @AuthenticationPrincipal StaffPrincipal person,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        form.check(problems, links.to(""));
        int size = problems.isEmpty() ? drafts.sizeOf(form.subject(), form.body()) : 0;
        if (size > BreachMail.MOST_BYTES) {
            problems.add("text-title", "notices.breach.too-large", size, BreachMail.MOST_BYTES);
        }
        if (problems.isEmpty()) {
            boolean saved = drafts.save(
                    id,
                    form.seen(),
                    form.subject(),
                    form.body(),
                    form.isToEverybody(),
                    form.ids().all(),
                    person.actor());
            if (saved) {
                flash.addFlashAttribute("saved", true);
                return to(id);
            }
            problems.add("confirm-title", CannotSendBreach.Reason.CHANGED.key());
            response.setStatus(HttpServletResponse.SC_CONFLICT);
        }
        problems.refuse(model, response);
        model.addAttribute("unsaved", true);
        return page(drafts.find(id).orElseThrow(NoSuchNotice::new), form, person, locale, model);
    }

    @PostMapping("/{id}/discard")
    String discard(@PathVariable UUID id, Actor actor) {
        drafts.discard(id, actor);
        return "redirect:/admin/notices";
    }

    /** {@code revision} and {@code addresses}: as the person saw them. */
    @PostMapping("/{id}/sending")
    String send(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam long addresses,
            @RequestParam(defaultValue = "") String password,
            @AuthenticationPrincipal StaffPrincipal person,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model model) {
        Problems problems = new Problems(messages, locale);
        reauthentication.check(problems, messages.getMessage("notices.breach.send", null, locale), password, request);
        if (problems.isEmpty()) {
            try {
                return "redirect:/admin/notices/" + drafts.send(id, revision, addresses, person.actor());
            } catch (CannotSendBreach refusal) {
                problems.add(refusal.reason().field(), refusal.reason().key());
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            }
        }
        BreachDraft draft = drafts.find(id).orElseThrow(NoSuchNotice::new);
        problems.refuse(model, response);
        return page(draft, formOf(draft), person, locale, model);
    }

    /** The mail in a frame. */
    @GetMapping("/{id}/mail/{language:ar|en}")
    ResponseEntity<String> mail(@PathVariable UUID id, @PathVariable String language) {
        return mail(drafts.find(id).orElseThrow(NoSuchNotice::new), language).toResponse();
    }

    @PostMapping("/{id}/test-mail/{first:ar|en}")
    String test(
            @PathVariable UUID id,
            @PathVariable String first,
            @AuthenticationPrincipal StaffPrincipal person,
            RedirectAttributes flash) {
        BreachDraft draft = drafts.find(id).orElseThrow(NoSuchNotice::new);
        boolean sent = tests.send(mail(draft, first), person, BreachDrafts.subject(id));
        flash.addFlashAttribute(sent ? "testSent" : "testRefused", true);
        return to(id) + "#test-mail";
    }

    /** Those of whom it is for who have to be told in another way. */
    @GetMapping("/{id}/unreached.csv")
    void unreached(@PathVariable UUID id, Actor actor, Locale locale, HttpServletResponse response) throws IOException {
        BreachDraft draft = drafts.find(id).orElseThrow(NoSuchNotice::new);
        unreached.export(
                BreachDrafts.subject(id), actor, locale, response, to -> audiences.toTellOtherwise(draft.scope(), to));
    }

    private MailPreview mail(BreachDraft draft, String first) {
        return drafts.preview(draft).stream()
                .filter(mail -> mail.language().tag().equals(first))
                .findFirst()
                .orElseThrow();
    }

    private BreachForm formOf(BreachDraft draft) {
        return new BreachForm(
                draft.subject().ar(),
                draft.subject().en(),
                draft.body().ar(),
                draft.body().en(),
                draft.everybody() ? "everybody" : "list",
                drafts.clientsOf(draft.id()).stream().map(String::valueOf).collect(Collectors.joining("\n")),
                null,
                draft.revision());
    }

    private String page(BreachDraft draft, BreachForm form, StaffPrincipal person, Locale locale, Model model) {
        Language language = Language.of(locale);
        List<Long> unknown = drafts.unknownClientsOf(draft.id());
        model.addAttribute("draft", draft);
        model.addAttribute("editedAt", Dates.toHtml(draft.editedAt(), clock.getZone(), language));
        model.addAttribute("form", form);
        model.addAttribute("ended", !draft.isOpen());
        model.addAttribute("unknownCount", unknown.size());
        model.addAttribute("unknown", firstOf(unknown));
        model.addAttribute("unreached", draft.everybody() ? Map.of() : unreached(draft));
        Problems reasons = new Problems(messages, locale);
        drafts.reasonsAgainst(draft).forEach(reason -> reasons.add(reason.field(), reason.key()));
        model.addAttribute("reasons", reasons.all());
        Problems doubts = new Problems(messages, locale);
        form.pointOutDoubts(doubts, messages, locale);
        model.addAttribute("doubts", doubts.all());
        model.addAttribute("own", drafts.isOwnWork(draft, person.actor()));
        model.addAttribute("mails", drafts.preview(draft));
        model.addAttribute("audience", audiences.of(draft.scope()));
        model.addAttribute("test", tests.lastOf(person, language).orElse(null));
        return "notices/breach";
    }

    /** Whom of those that are named no mail reaches, by the reason. */
    private Map<String, String> unreached(BreachDraft draft) {
        Map<String, String> unreached = new TreeMap<>();
        audiences
                .unreached(draft.scope(), SHOWN + 1)
                .forEach((reason, clients) -> unreached.put(reason, firstOf(clients)));
        return unreached;
    }

    private static String firstOf(List<Long> clients) {
        String first = clients.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
        return clients.size() > SHOWN ? first + ", …" : first;
    }

    private static String to(UUID id) {
        return "redirect:/admin/notices/breaches/" + id;
    }
}
