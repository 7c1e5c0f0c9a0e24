package ps.domain.policy.editing;

import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.CannotPublish;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;

/** The last page of a draft: from when, material or minor, what changes, and what will happen. */
@Controller
@RequestMapping("/admin/drafts/{id}/publication")
class PublicationController {

    private final DraftPages pages;
    private final Drafting drafting;
    private final Publication publication;
    private final PublishedVersions versions;
    private final Notices notices;
    private final MessageSource messages;
    private final Clock clock;

    PublicationController(
            DraftPages pages,
            Drafting drafting,
            Publication publication,
            PublishedVersions versions,
            Notices notices,
            MessageSource messages,
            Clock clock) {
        this.pages = pages;
        this.drafting = drafting;
        this.publication = publication;
        this.versions = versions;
        this.notices = notices;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping
    String show(@PathVariable UUID id, Locale locale, Model model) {
        DraftPages.Page draft = pages.page(id, Language.of(locale));
        return page(draft, PublicationForm.of(draft), model);
    }

    /** {@code then}: {@code publish}, or anything else to keep what was typed. */
    @PostMapping
    String save(
            @PathVariable UUID id,
            PublicationForm form,
            @RequestParam(defaultValue = "") String then,
            Actor actor,
            Locale locale,
            Model model,
            RedirectAttributes flash) {
        Language language = Language.of(locale);
        Problems problems = new Problems(messages, locale);
        form.check(problems);
        if (!problems.isEmpty()) {
            model.addAttribute("problems", problems);
            return page(pages.page(id, language), form, model);
        }
        DraftPages.Page before = pages.page(id, language);
        try {
            drafting.decide(id, form.details(), form.detailsRevision(), actor);
        } catch (EditedMeanwhile conflict) {
            model.addAttribute("meanwhile", before);
            return page(before, form.withRevisionsOf(before), model);
        }
        if (!then.equals("publish")) {
            flash.addFlashAttribute("saved", true);
            return "redirect:/admin/drafts/" + id + "/publication";
        }
        return publish(id, form, before, actor, language, model, flash);
    }

    private String publish(
            UUID id,
            PublicationForm form,
            DraftPages.Page before,
            Actor actor,
            Language language,
            Model model,
            RedirectAttributes flash) {
        DraftPages.Page saved = pages.page(id, language);
        if (form.revision() != before.revision()) {
            model.addAttribute("changedSinceSeen", before);
            return page(saved, PublicationForm.of(saved), model);
        }
        try {
            Version version = publication.publish(id, saved.revision(), actor);
            flash.addFlashAttribute("published", version.number());
            return "redirect:/admin/drafts";
        } catch (NotReady | CannotPublish refusal) {
            model.addAttribute("refused", true);
        } catch (NotApproved missing) {
            model.addAttribute("notApproved", true);
        } catch (ChangedSinceSeen changed) {
            model.addAttribute("changedSinceSeen", before);
        }
        DraftPages.Page now = pages.page(id, language);
        return page(now, PublicationForm.of(now), model);
    }

    private String page(DraftPages.Page draft, PublicationForm form, Model model) {
        model.addAttribute("draft", draft);
        model.addAttribute("form", form);
        model.addAttribute("zone", clock.getZone().getId());
        model.addAttribute(
                "nextNumber",
                Integer.toString(
                        versions.timeline().latest().map(Version::number).orElse(0) + 1));
        model.addAttribute("audience", notices.audience());
        return "editing/publication";
    }
}
