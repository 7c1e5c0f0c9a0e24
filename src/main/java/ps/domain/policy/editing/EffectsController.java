package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;

/** What each changed section means for account holders, in a plain sentence in each language. */
@Controller
@RequestMapping("/admin/drafts/{id}/effects")
class EffectsController {

    /** In UTF-16 units: one sentence, or two short ones. */
    private static final int LONGEST = 300;

    private final DraftPages pages;
    private final Drafting drafting;
    private final PublishedVersions versions;
    private final TransactionTemplate transactions;
    private final MessageSource messages;

    EffectsController(
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
        model.addAttribute("effects", page(id, Map.of(), locale));
        return "editing/effects";
    }

    @PostMapping
    String save(
            @PathVariable UUID id,
            @RequestParam int revision,
            @RequestParam Map<String, String> sent,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        Map<SectionKey, BilingualText> typed = typed(sent, problems);
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            model.addAttribute("effects", page(id, typed, locale));
            return "editing/effects";
        }
        try {
            drafting.explain(id, typed, revision, actor);
        } catch (EditedMeanwhile conflict) {
            model.addAttribute("meanwhile", page(id, Map.of(), locale));
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            model.addAttribute("effects", page(id, typed, locale));
            return "editing/effects";
        }
        flash.addFlashAttribute("saved", true);
        return "redirect:/admin/drafts/" + id + "/effects";
    }

    private EffectsPage page(UUID id, Map<SectionKey, BilingualText> typed, Locale locale) {
        return transactions.execute(transaction -> EffectsPage.of(
                pages.find(id),
                versions.recordedTimeline().latestStanding().orElseThrow(),
                typed,
                pages,
                Language.of(locale)));
    }

    private static Map<SectionKey, BilingualText> typed(Map<String, String> sent, Problems problems) {
        Map<SectionKey, BilingualText> typed = new HashMap<>();
        sent.keySet().stream()
                .filter(name -> name.startsWith("ar-") || name.startsWith("en-"))
                .map(name -> name.substring(3))
                .filter(SectionKey::isValid)
                .map(SectionKey::new)
                .distinct()
                .forEach(key -> {
                    BilingualText text = new BilingualText(
                            Typed.line(sent.getOrDefault("ar-" + key, "")),
                            Typed.line(sent.getOrDefault("en-" + key, "")));
                    for (Language language : Language.values()) {
                        Typed.check(problems, language + "-" + key, text.in(language), LONGEST);
                    }
                    typed.put(key, text);
                });
        return typed;
    }
}
