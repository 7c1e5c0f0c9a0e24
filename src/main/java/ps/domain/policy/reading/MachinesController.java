package ps.domain.policy.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.server.ResponseStatusException;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Language;

/** Plain files at fixed addresses: for crawlers (RFC 9309) and for those who found a weakness (RFC 9116). */
@Controller
class MachinesController {

    private final SecurityTxtSettings security;
    private final Links links;
    private final SecurityTxtExpiry expiry;

    MachinesController(SecurityTxtSettings security, Links links, SecurityTxtExpiry expiry) {
        this.security = security;
        this.links = links;
        this.expiry = expiry;
    }

    @GetMapping("/robots.txt")
    ResponseEntity<String> robots(HttpServletRequest request) {
        return plain("""
                User-agent: *
                Disallow: %1$s/admin
                Disallow: %1$s/language/

                Sitemap: %2$s
                """.formatted(request.getContextPath(), links.to("/sitemap.xml")));
    }

    @GetMapping("/.well-known/security.txt")
    ResponseEntity<String> security() {
        if (security.contact().isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        StringBuilder text = new StringBuilder();
        security.contact().forEach(contact -> field(text, "Contact", contact));
        field(text, "Expires", expiry.moment());
        Optional.ofNullable(security.encryption()).ifPresent(address -> field(text, "Encryption", address));
        Optional.ofNullable(security.acknowledgments()).ifPresent(address -> field(text, "Acknowledgments", address));
        field(
                text,
                "Preferred-Languages",
                Arrays.stream(Language.values()).map(Language::tag).collect(Collectors.joining(", ")));
        field(text, "Canonical", links.to("/.well-known/security.txt"));
        Optional.ofNullable(security.policy()).ifPresent(address -> field(text, "Policy", address));
        Optional.ofNullable(security.hiring()).ifPresent(address -> field(text, "Hiring", address));
        return plain(text.toString());
    }

    private static void field(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static ResponseEntity<String> plain(String text) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=utf-8"))
                .cacheControl(CacheControl.maxAge(1, TimeUnit.HOURS).cachePublic())
                .body(text);
    }
}
