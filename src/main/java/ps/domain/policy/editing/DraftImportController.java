package ps.domain.policy.editing;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.editing.ImportPlan.Choices;
import ps.domain.policy.reading.PublicPaths;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/**
 * Fills a draft from a file for one language or for both. Nothing happens before somebody has seen what will: the page
 * that shows it carries the files along, and the draft is filled only as it was shown.
 */
@Controller
@RequestMapping("/admin/drafts/{id}/import")
class DraftImportController {

    /** What is chosen to leave a part out. */
    private static final String NOWHERE = "-";

    private final DraftPages pages;
    private final Drafting drafting;
    private final TransactionTemplate transactions;
    private final MessageSource messages;
    private final PublicPaths paths;

    DraftImportController(
            DraftPages pages,
            Drafting drafting,
            TransactionTemplate transactions,
            MessageSource messages,
            PublicPaths paths) {
        this.pages = pages;
        this.drafting = drafting;
        this.transactions = transactions;
        this.messages = messages;
        this.paths = paths;
    }

    @GetMapping
    String ask(@PathVariable UUID id, Locale locale, Model model) {
        pages.refuseUnlessWritable(id);
        model.addAttribute("draft", pages.page(id, Language.of(locale)));
        return "editing/import";
    }

    @PostMapping(consumes = "multipart/form-data")
    String plan(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable MultipartFile en,
            @RequestParam(required = false) @Nullable MultipartFile ar,
            Locale locale,
            Model model,
            HttpServletResponse response)
            throws IOException {
        pages.refuseUnlessWritable(id);
        Problems problems = new Problems(messages, locale);
        Map<Language, DraftFile> files = new EnumMap<>(Language.class);
        Map<Language, String> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            MultipartFile sent = language == Language.AR ? ar : en;
            if (sent != null && !sent.isEmpty()) {
                byte[] bytes = sent.getBytes();
                read(bytes, language, files, problems);
                texts.put(language, new String(bytes, StandardCharsets.UTF_8));
            }
        }
        if (files.isEmpty() && problems.isEmpty()) {
            problems.add("file-en", "editing.import.nothing");
        }
        if (!problems.isEmpty()) {
            problems.refuse(model, response);
            return ask(id, locale, model);
        }
        return page(id, files, texts, Choices.NONE, problems, locale, model, response);
    }

    @PostMapping
    String fill(
            @PathVariable UUID id,
            @RequestParam Map<String, String> sent,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String shown,
            @RequestParam(defaultValue = "") String then,
            Actor actor,
            Locale locale,
            Model model,
            HttpServletResponse response,
            RedirectAttributes flash) {
        Problems problems = new Problems(messages, locale);
        Map<Language, DraftFile> files = new EnumMap<>(Language.class);
        Map<Language, String> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            String text = sent.getOrDefault("text-" + language, "");
            if (!text.isBlank()) {
                read(text.getBytes(StandardCharsets.UTF_8), language, files, problems);
                texts.put(language, text);
            }
        }
        if (files.isEmpty() || !problems.isEmpty()) {
            problems.refuse(model, response);
            return ask(id, locale, model);
        }
        Choices choices = choices(sent);
        ImportPage planned = plan(id, files, texts, choices, problems, locale);
        if (!then.equals("fill") || !problems.isEmpty() || !planned.shown().equals(shown)) {
            boolean changed = then.equals("fill") && !planned.shown().equals(shown);
            model.addAttribute("changed", changed);
            if (changed) {
                response.setStatus(HttpServletResponse.SC_CONFLICT);
            }
            return page(id, files, texts, choices, new Problems(messages, locale), locale, model, response);
        }
        try {
            drafting.fill(id, revision, planned.plan(), actor);
        } catch (ChangedSinceSeen changed) {
            model.addAttribute("changed", true);
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            return page(id, files, texts, choices, new Problems(messages, locale), locale, model, response);
        }
        flash.addFlashAttribute("filled", true);
        return "redirect:/admin/drafts/" + id;
    }

    private void read(byte[] bytes, Language language, Map<Language, DraftFile> files, Problems problems) {
        try {
            DraftFile file = DraftFile.read(bytes);
            Optional<Language> said = file.language().filter(other -> other != language);
            if (said.isPresent()) {
                problems.in(
                        ImportPage.fileIn(language), "file-" + language, "editing.import.otherLanguage." + said.get());
                return;
            }
            files.put(language, file);
        } catch (UnreadableFile unreadable) {
            problems.in(
                    ImportPage.fileIn(language),
                    "file-" + language,
                    "editing.import.unreadable." + unreadable.reason(),
                    unreadable.arguments());
        }
    }

    private static Choices choices(Map<String, String> sent) {
        Map<String, Optional<SectionKey>> keys = new HashMap<>();
        sent.forEach((name, value) -> {
            if (name.startsWith("place-") && (value.equals(NOWHERE) || SectionKey.isValid(value))) {
                keys.put(
                        name.substring("place-".length()),
                        value.equals(NOWHERE) ? Optional.empty() : Optional.of(new SectionKey(value)));
            }
        });
        return new Choices(keys, sent.getOrDefault("others", "").equals("remove"));
    }

    private ImportPage plan(
            UUID id,
            Map<Language, DraftFile> files,
            Map<Language, String> texts,
            Choices choices,
            Problems problems,
            Locale locale) {
        Map<Language, Problems> remarks = new EnumMap<>(Language.class);
        files.keySet().forEach(file -> remarks.put(file, new Problems(messages, locale)));
        return transactions.execute(transaction -> {
            Draft draft = pages.find(id);
            ImportPlan plan = ImportPlan.of(draft, files, choices);
            return ImportPage.of(
                    draft, plan, files, texts, choices, problems, remarks, paths, pages, Language.of(locale));
        });
    }

    private String page(
            UUID id,
            Map<Language, DraftFile> files,
            Map<Language, String> texts,
            Choices choices,
            Problems problems,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        model.addAttribute("plan", plan(id, files, texts, choices, problems, locale));
        problems.refuse(model, response);
        return "editing/import-plan";
    }
}
