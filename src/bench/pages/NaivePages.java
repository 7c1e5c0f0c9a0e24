package ps.domain.policy.reading;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;

/** The page in force as it would be served without keeping anything: read by JPA, rendered by Thymeleaf, every time. */
@Controller
class NaivePages {

    private final PublishedVersions versions;
    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;
    private final Clock clock;

    NaivePages(PublishedVersions versions, MessageSource messages, SiteSettings site, Links links, Clock clock) {
        this.versions = versions;
        this.messages = messages;
        this.site = site;
        this.links = links;
        this.clock = clock;
    }

    @GetMapping("/ar/naive")
    @Transactional(readOnly = true)
    public String inForce(Model model) {
        Instant now = clock.instant();
        Edition edition = Edition.of(versions.recordedTimeline(), now);
        Version version = edition.timeline().inForce(now).orElseThrow();
        Address.InForce address = new Address.InForce(Language.AR);
        model.addAllAttributes(Map.of(
                "head", Head.of(address, version, edition, "The privacy policy.", site, links),
                "page", VersionPage.of(version, true, edition, Language.AR, messages, links)));
        return "reading/version";
    }
}
