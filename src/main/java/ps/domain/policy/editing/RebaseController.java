package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.editing.Rebase.Part;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Takes over into a draft what changed in the version that was published meanwhile. */
@Controller
@RequestMapping("/admin/drafts/{id}/rebase")
class RebaseController {

    private final DraftPages pages;
    private final Drafting drafting;
    private final PublishedVersions versions;
    private final TransactionTemplate transactions;
    private final MessageSource messages;

    RebaseController(
            DraftPages pages,
            Drafting drafting,
            PublishedVersions versions,
            TransactionTemplate transactions,
            MessageSource messages) {
        this.pages = pages;
        this.drafting = drafting;
        this.versions = versions;
        this.transactions = transactions;
        this.messages = messages;
    }

    @GetMapping
    String show(@PathVariable UUID id, Locale locale, Model model) {
        pages.refuseUnlessWritable(id);
        return page(id, Map.of(), locale, model);
    }

    @PostMapping
    String rebase(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam int onto,
            @RequestParam Map<String, String> sent,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        Optional<Rebase.Decisions> decisions = transactions.execute(
                transaction -> plan(id).map(rebase -> decisions(rebase, sent, problems, id, Language.of(locale))));
        if (decisions.isEmpty() || !problems.isEmpty()) {
            problems.refuse(model, response);
            return page(id, sent, locale, model);
        }
        try {
            drafting.rebase(id, revision, onto, decisions.get(), actor);
        } catch (ChangedSinceSeen changed) {
            model.addAttribute("changed", true);
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return page(id, sent, locale, model);
        }
        flash.addFlashAttribute("rebased", onto);
        return "redirect:/admin/drafts/" + id;
    }

    private String page(UUID id, Map<String, String> sent, Locale locale, Model model) {
        Optional<RebasePage> page = transactions.execute(transaction ->
                plan(id).map(rebase -> RebasePage.of(pages.find(id), rebase, sent, pages, Language.of(locale))));
        if (page.isEmpty()) {
            return "redirect:/admin/drafts/" + id;
        }
        model.addAttribute("rebase", page.get());
        return "editing/rebase";
    }

    /** What would happen, unless there is nothing to follow. */
    private Optional<Rebase> plan(UUID id) {
        Draft draft = pages.find(id);
        Timeline timeline = versions.recordedTimeline();
        Version base = timeline.version(draft.basedOn()).orElseThrow();
        return timeline.latestStanding()
                .filter(onto -> draft.isOpen() && onto.number() != base.number())
                .map(onto -> Rebase.of(draft, base, onto));
    }

    private Rebase.Decisions decisions(
            Rebase rebase, Map<String, String> sent, Problems problems, UUID id, Language language) {
        Map<Item, Optional<Wording>> texts = new HashMap<>();
        RebasePage page = RebasePage.of(pages.find(id), rebase, sent, pages, language);
        for (int i = 0; i < page.conflicts().size(); i++) {
            Part part = rebase.conflicts().get(i);
            RebasePage.Conflict conflict = page.conflicts().get(i);
            switch (conflict.choice()) {
                case "mine" -> texts.put(part.item(), Optional.ofNullable(part.mine()));
                case "theirs" -> texts.put(part.item(), Optional.ofNullable(part.theirs()));
                case "edit" -> {
                    conflict.form().check(problems, "-" + conflict.id());
                    texts.put(part.item(), Optional.of(conflict.form().wording()));
                }
                default -> problems.add("mine-" + conflict.id(), "editing.rebase.undecided", conflict.name());
            }
        }
        if (rebase.orderDisputed() && !sent.containsKey("order")) {
            problems.add("order-mine", "editing.rebase.order.undecided");
        }
        return new Rebase.Decisions(texts, page.theirOrder());
    }
}
