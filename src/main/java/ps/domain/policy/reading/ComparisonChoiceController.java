package ps.domain.policy.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
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
        Address.Compared target = new Address.Compared(
                Language.ofTag(language).orElseThrow(NoSuchVersion::new),
                numberOf(from, timeline),
                numberOf(to, timeline),
                false);
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(request.getContextPath() + target.path()))
                .cacheControl(CacheControl.noCache())
                .build();
    }

    private static int numberOf(String chosen, Timeline timeline) {
        return Address.number(chosen)
                .flatMap(timeline::version)
                .orElseThrow(NoSuchVersion::new)
                .number();
    }
}
