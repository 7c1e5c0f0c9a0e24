package ps.domain.policy.editing;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/** What once stood in a draft, and how to get it back. */
@Controller
@RequestMapping("/admin/drafts/{id}/revisions")
class RevisionController {

    private final RevisionPages pages;
    private final Drafting drafting;

    RevisionController(RevisionPages pages, Drafting drafting) {
        this.pages = pages;
        this.drafting = drafting;
    }

    @GetMapping
    String list(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String section,
            Locale locale,
            Model model) {
        Optional<SectionKey> key = Optional.ofNullable(section).map(SectionController::keyOf);
        model.addAttribute("revisions", pages.of(id, key, Language.of(locale)));
        return "editing/revisions";
    }

    @GetMapping("/{number:[0-9]{1,18}}")
    String show(@PathVariable UUID id, @PathVariable long number, Locale locale, Model model) {
        model.addAttribute("revision", pages.page(id, number, Language.of(locale)));
        return "editing/revision";
    }

    @PostMapping("/{number:[0-9]{1,18}}/restoration")
    String restore(
            @PathVariable UUID id, @PathVariable long number, Actor actor, Locale locale, RedirectAttributes flash) {
        drafting.restore(id, number, actor);
        String key = pages.page(id, number, Language.of(locale)).key();
        flash.addFlashAttribute("restored", true);
        return "redirect:/admin/drafts/" + id + (key == null ? "" : "#" + key);
    }
}
