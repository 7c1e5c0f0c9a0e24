package ps.domain.policy.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;

/** Leads from the form that chooses two versions to the address of their comparison. */
@Controller
class ComparisonChoiceController {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final PublishedVersions versions;

    ComparisonChoiceController(PublishedVersions versions) {
        this.versions = versions;
    }

    @GetMapping("/{language:ar|en}/privacy/compare")
    ResponseEntity<Void> choose(
            @PathVariable String language,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request) {
        Timeline timeline = versions.timeline();
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("%s/%s/privacy/compare/%d...%d"
                        .formatted(
                                request.getContextPath(),
                                Language.ofTag(language).orElseThrow(NoSuchVersion::new),
                                numberOf(from, timeline),
                                numberOf(to, timeline))))
                .cacheControl(CacheControl.noCache())
                .build();
    }

    private static int numberOf(String chosen, Timeline timeline) {
        if (!NUMBER.matcher(chosen).matches()) {
            throw new NoSuchVersion();
        }
        return timeline.version(Integer.parseInt(chosen))
                .orElseThrow(NoSuchVersion::new)
                .number();
    }
}
