package ps.domain.policy.editing;

import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Language;

/** Somebody's word that a text is still right, though the other language changed later. */
@Controller
class Confirmation {

    private final Drafting drafting;

    Confirmation(Drafting drafting) {
        this.drafting = drafting;
    }

    @PostMapping("/admin/drafts/{id}/confirmations")
    String confirm(
            @PathVariable UUID id,
            @RequestParam String item,
            @RequestParam String language,
            @RequestParam int revision,
            Actor actor,
            RedirectAttributes flash) {
        Item confirmed = Item.parse(item).orElseThrow(NoSuchDraft::new);
        try {
            drafting.confirm(id, confirmed, Language.ofTag(language).orElseThrow(NoSuchDraft::new), revision, actor);
            flash.addFlashAttribute("confirmed", true);
        } catch (EditedMeanwhile changed) {
            flash.addFlashAttribute("notConfirmed", true);
        }
        return "redirect:/admin/drafts/" + id + "#translation";
    }
}
