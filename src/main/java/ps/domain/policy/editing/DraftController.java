package ps.domain.policy.editing;

import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Language;

/** One draft: its sections, and what stands between it and readers. */
@Controller
@RequestMapping("/admin/drafts/{id}")
class DraftController {

    private final DraftPages pages;
    private final Drafting drafting;

    DraftController(DraftPages pages, Drafting drafting) {
        this.pages = pages;
        this.drafting = drafting;
    }

    @GetMapping
    String show(@PathVariable UUID id, Locale locale, Model model) {
        model.addAttribute("draft", pages.page(id, Language.of(locale)));
        if (!model.containsAttribute("addition")) {
            model.addAttribute("addition", new SectionAddition.Form("", "", ""));
        }
        return "editing/draft";
    }

    @PostMapping("/discard")
    String discard(@PathVariable UUID id, Actor actor, RedirectAttributes flash) {
        drafting.discard(id, actor);
        flash.addFlashAttribute("discarded", id);
        return "redirect:/admin/drafts";
    }

    @PostMapping("/restoration")
    String restore(@PathVariable UUID id, Actor actor) {
        drafting.restore(id, actor);
        return "redirect:/admin/drafts/" + id;
    }
}
