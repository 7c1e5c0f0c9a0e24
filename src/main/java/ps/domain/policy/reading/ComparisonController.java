package ps.domain.policy.reading;

import java.time.Clock;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;

/** What is different between any two versions. */
@Controller
class ComparisonController {

    private final PublishedVersions versions;
    private final MessageSource messages;
    private final Clock clock;

    ComparisonController(PublishedVersions versions, MessageSource messages, Clock clock) {
        this.versions = versions;
        this.messages = messages;
        this.clock = clock;
    }

    @GetMapping("/{language:ar|en}/privacy/compare/{from:[1-9][0-9]{0,8}}...{to:[1-9][0-9]{0,8}}")
    String compare(
            @PathVariable int from,
            @PathVariable int to,
            @RequestParam(defaultValue = "") String show,
            Locale locale,
            Model model) {
        Timeline timeline = versions.timeline();
        model.addAttribute(
                "page",
                ComparisonPage.of(
                        timeline.version(from).orElseThrow(NoSuchVersion::new),
                        timeline.version(to).orElseThrow(NoSuchVersion::new),
                        show.equals("all"),
                        timeline,
                        clock.instant(),
                        Language.of(locale),
                        messages));
        return "reading/comparison";
    }
}
