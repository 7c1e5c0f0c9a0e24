package ps.domain.policy.reading;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** The policy: the version in force, any version for ever, and the list of all. */
@Controller
class PolicyController {

    private final PublishedVersions versions;
    private final MessageSource messages;
    private final Links links;
    private final Clock clock;

    PolicyController(PublishedVersions versions, MessageSource messages, Links links, Clock clock) {
        this.versions = versions;
        this.messages = messages;
        this.links = links;
        this.clock = clock;
    }

    @GetMapping("/{language:ar|en}/privacy")
    String inForce(Locale locale, Model model) {
        Timeline timeline = versions.timeline();
        Instant now = clock.instant();
        Version version = timeline.inForce(now).orElseThrow(NoSuchVersion::new);
        return page(version, true, timeline, now, Language.of(locale), model);
    }

    @GetMapping("/{language:ar|en}/privacy/versions/{number:[1-9][0-9]{0,8}}")
    String version(@PathVariable int number, Locale locale, Model model) {
        Timeline timeline = versions.timeline();
        Version version = timeline.version(number).orElseThrow(NoSuchVersion::new);
        return page(version, false, timeline, clock.instant(), Language.of(locale), model);
    }

    @GetMapping("/{language:ar|en}/privacy/versions")
    String history(Locale locale, Model model) {
        Timeline timeline = versions.timeline();
        Instant now = clock.instant();
        Language language = Language.of(locale);
        model.addAttribute(
                "entries",
                timeline.newestFirst().stream()
                        .map(version -> HistoryEntry.of(version, timeline, now, language, messages))
                        .toList());
        return "reading/versions";
    }

    private String page(
            Version version, boolean current, Timeline timeline, Instant now, Language language, Model model) {
        String permanent = links.to("/%s/privacy/versions/%d".formatted(language, version.number()));
        model.addAttribute(
                "page",
                VersionPage.of(version, current, timeline, now, clock.getZone(), language, messages, permanent));
        return "reading/version";
    }
}
