package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
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
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/** One section, edited in both languages side by side. */
@Controller
@RequestMapping("/admin/drafts/{id}/sections/{key}")
class SectionController {

    private final DraftPages pages;
    private final ReviewPages reviews;
    private final Drafting drafting;
    private final MessageSource messages;

    SectionController(DraftPages pages, ReviewPages reviews, Drafting drafting, MessageSource messages) {
        this.pages = pages;
        this.reviews = reviews;
        this.drafting = drafting;
        this.messages = messages;
    }

    @GetMapping
    String show(@PathVariable UUID id, @PathVariable String key, Actor actor, Locale locale, Model model) {
        DraftPages.SectionPage section = section(id, key, actor, locale);
        return editor(id, section, section.form(), locale, model);
    }

    /**
     * {@code then}: {@code draft} to go back to the draft, {@code next} to go on to the section after it, {@code resume}
     * to go on with a text after a conflict.
     */
    @PostMapping
    String save(
            @PathVariable UUID id,
            @PathVariable String key,
            SectionForm form,
            @RequestParam(defaultValue = "") String then,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        if (then.equals("resume")) {
            return editor(id, section(id, key, actor, locale), form, locale, model);
        }
        Problems problems = new Problems(messages, locale);
        form.check(problems);
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            return editor(id, section(id, key, actor, locale), form, locale, model);
        }
        try {
            drafting.edit(id, keyOf(key), form.revision(), form.heading(), form.body(), actor);
        } catch (EditedMeanwhile conflict) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return conflict(id, section(id, key, actor, locale), form, locale, model);
        }
        flash.addFlashAttribute("saved", true);
        String next = then.equals("next") ? section(id, key, actor, locale).next() : null;
        if (next != null) {
            return "redirect:/admin/drafts/" + id + "/sections/" + next;
        }
        return then.equals("draft") || then.equals("next")
                ? "redirect:/admin/drafts/" + id + "#" + key
                : "redirect:/admin/drafts/" + id + "/sections/" + key;
    }

    @PostMapping("/removal")
    String remove(@PathVariable UUID id, @PathVariable String key, Actor actor) {
        drafting.remove(id, keyOf(key), actor);
        return "redirect:/admin/drafts/" + id + "#sections";
    }

    private DraftPages.SectionPage section(UUID id, String key, Actor actor, Locale locale) {
        return pages.section(id, keyOf(key), actor.name(), Language.of(locale));
    }

    private String editor(UUID id, DraftPages.SectionPage section, SectionForm form, Locale locale, Model model) {
        model.addAttribute("draft", pages.page(id, Language.of(locale)));
        model.addAttribute("section", section);
        model.addAttribute("remarks", reviews.remarks(id, keyOf(section.key()), Language.of(locale)));
        model.addAttribute("form", form);
        for (Language language : Language.values()) {
            model.addAttribute("preview_" + language, Preview.of(form, language, messages, locale));
        }
        return "editing/section";
    }

    private String conflict(UUID id, DraftPages.SectionPage theirs, SectionForm mine, Locale locale, Model model) {
        model.addAttribute("draft", pages.page(id, Language.of(locale)));
        model.addAttribute("section", theirs);
        model.addAttribute("form", mine.withRevision(theirs.form().revision()));
        model.addAttribute("difference", Difference.between(theirs.form().wording(), mine.wording()));
        return "editing/conflict";
    }

    static SectionKey keyOf(String key) {
        if (!SectionKey.isValid(key)) {
            throw new NoSuchDraft();
        }
        return new SectionKey(key);
    }
}
