package ps.domain.policy.editing;

import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;

/** Where a section stands in its draft. */
@Controller
class SectionPosition {

    private final Drafting drafting;

    SectionPosition(Drafting drafting) {
        this.drafting = drafting;
    }

    /** {@code to}: {@code up}, {@code down}, or a place counted from 1. */
    @PostMapping("/admin/drafts/{id}/sections/{key}/position")
    String move(
            @PathVariable UUID id,
            @PathVariable String key,
            @RequestParam String to,
            Actor actor,
            RedirectAttributes flash) {
        switch (to) {
            case "up" -> drafting.move(id, SectionController.keyOf(key), -1, actor);
            case "down" -> drafting.move(id, SectionController.keyOf(key), 1, actor);
            default -> drafting.moveTo(id, SectionController.keyOf(key), place(to), actor);
        }
        // Whoever moves by keyboard goes on where they were; an address with an anchor would keep the focus from them.
        flash.addFlashAttribute("moved", key);
        flash.addFlashAttribute("movedBy", to);
        return "redirect:/admin/drafts/" + id;
    }

    private static int place(String number) {
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException nonsense) {
            throw new NoSuchDraft();
        }
    }
}
