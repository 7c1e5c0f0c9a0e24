package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/** Adds a section to a draft. */
@Controller
class SectionAddition {

    private final DraftPages pages;
    private final Drafting drafting;
    private final MessageSource messages;

    SectionAddition(DraftPages pages, Drafting drafting, MessageSource messages) {
        this.pages = pages;
        this.drafting = drafting;
        this.messages = messages;
    }

    /** What was typed. */
    record Form(String key, String headingAr, String headingEn) {}

    @PostMapping("/admin/drafts/{id}/sections")
    String add(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "") String headingAr,
            @RequestParam(defaultValue = "") String headingEn,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        Problems problems = new Problems(messages, locale);
        BilingualText heading = new BilingualText(Typed.line(headingAr), Typed.line(headingEn));
        // Nobody has to think of one: the English heading is where most keys come from.
        String wanted = key.isBlank() ? ImportPlan.keyFrom(heading.en()) : key.strip();
        if (!SectionKey.isValid(wanted)) {
            problems.add("key", wanted.isEmpty() ? "editing.problem.no-key" : "editing.problem.key");
        }
        for (Language language : Language.values()) {
            Typed.check(problems, "heading-" + language, heading.in(language), SectionForm.LONGEST_HEADING);
        }
        if (problems.isEmpty()) {
            try {
                drafting.add(id, new SectionKey(wanted), heading, actor);
                return "redirect:/admin/drafts/" + id + "/sections/" + wanted;
            } catch (KeyTaken taken) {
                problems.add("key", "editing.problem.key-taken", wanted);
            }
        }
        model.addAttribute("addition", new Form(key, headingAr, headingEn));
        problems.refuse(model, response);
        model.addAttribute("draft", pages.page(id, Language.of(locale)));
        return "editing/draft";
    }
}
