package ps.domain.policy.editing;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import ps.domain.policy.text.Language;

/** Shows what is being typed as readers would see it; keeps nothing. */
@Controller
class PreviewController {

    private final MessageSource messages;

    PreviewController(MessageSource messages) {
        this.messages = messages;
    }

    @PostMapping("/admin/preview/{target:ar|en}")
    String preview(@PathVariable String target, SectionForm form, Locale locale, Model model) {
        Language language = Language.ofTag(target).orElseThrow();
        model.addAttribute("target", language);
        model.addAttribute("preview", Preview.of(form, language, messages, locale));
        return "editing/preview-alone";
    }
}
