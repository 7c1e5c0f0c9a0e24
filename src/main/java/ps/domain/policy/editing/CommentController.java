package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Problems;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.Language;

/** What is said about a draft, and whether it is done with. */
@Controller
@RequestMapping("/admin/drafts/{id}/comments")
class CommentController {

    private final ReviewPages pages;
    private final Reviewing reviewing;
    private final MessageSource messages;

    CommentController(ReviewPages pages, Reviewing reviewing, MessageSource messages) {
        this.pages = pages;
        this.reviewing = reviewing;
        this.messages = messages;
    }

    /** {@code item}: what it is about, as {@link Item#toString} has it; empty for the whole draft. */
    @PostMapping
    String comment(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String item,
            @RequestParam(defaultValue = "") String text,
            @AuthenticationPrincipal StaffPrincipal reader,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        Optional<Item> about = Item.parse(item);
        if (about.isEmpty() && !item.isEmpty()) {
            throw new NoSuchDraft();
        }
        String place = placeOf(item);
        Problems problems = new Problems(messages, locale);
        String typed = Typed.text(text);
        Typed.check(problems, "comment-" + place, typed, Comment.LONGEST);
        if (typed.isBlank()) {
            problems.add("comment-" + place, "editing.comment.empty");
        }
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            model.addAttribute("commented", item);
            model.addAttribute("comment", text);
            model.addAttribute("review", pages.page(id, null, reader, Language.of(locale)));
            return "editing/review";
        }
        reviewing.comment(id, about.orElse(null), typed, reader.actor());
        return toReview(id, place);
    }

    /** {@code section}: whose page it was on; empty for the page of the review. */
    @PostMapping("/{number:[0-9]{1,18}}/resolution")
    String resolve(
            @PathVariable UUID id,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String section,
            Actor actor) {
        reviewing.resolve(id, number, actor);
        return back(id, number, section);
    }

    @PostMapping("/{number:[0-9]{1,18}}/reopening")
    String reopen(
            @PathVariable UUID id,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String section,
            Actor actor) {
        reviewing.reopen(id, number, actor);
        return back(id, number, section);
    }

    /** Back to the page that it was shown on: that of a section, or that of the review. */
    private static String back(UUID id, long number, String section) {
        return section.isEmpty()
                ? toReview(id, "remark-" + number)
                : "redirect:/admin/drafts/" + id + "/sections/" + SectionController.keyOf(section) + "#remark-"
                        + number;
    }

    private static String toReview(UUID id, String place) {
        return "redirect:/admin/drafts/" + id + "/review#" + place;
    }

    /** Where the page of the review shows what it is about. */
    private static String placeOf(String item) {
        return item.isEmpty() ? "whole" : item.replace(':', '-');
    }
}
