package ps.domain.policy.site;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.Header;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.stereotype.Component;

/** The headers that make a browser keep to what our pages need, which is little. */
@Component
public class SecurityHeaders {

    private static final long TWO_YEARS_IN_SECONDS = 63_072_000;

    private static final String NO_FRAMES = "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Pages for readers: no script at all. Lighthouse, which looks from within a page, asks for robots.txt all the same. */
    static final String READERS = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
            + " connect-src 'self'" + NO_FRAMES;

    /** Pages for staff: our own scripts from files, never inline; mails are previewed in a frame. */
    static final String STAFF = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
            + " img-src 'self'; connect-src 'self'; frame-src 'self'" + NO_FRAMES;

    private final Links links;

    SecurityHeaders(Links links) {
        this.links = links;
    }

    /** The headers, by name, of what anybody may read and keep. */
    public Map<String, String> forReaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", READERS);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "same-origin");
        if (links.areSecure()) {
            headers.put("Strict-Transport-Security", "max-age=" + TWO_YEARS_IN_SECONDS + "; includeSubDomains");
        }
        return headers;
    }

    /** For pages with script, what it may not do. */
    private Map<String, String> forStaff() {
        Map<String, String> headers = new LinkedHashMap<>(forReaders());
        headers.put("Content-Security-Policy", STAFF);
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        return headers;
    }

    /** Sets the headers of what anybody may read and keep. */
    void forReaders(HeadersConfigurer<HttpSecurity> headers) {
        set(headers, forReaders());
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable);
    }

    /** Sets the headers of what only the person who is signed in may see. */
    public void forStaff(HeadersConfigurer<HttpSecurity> headers) {
        set(headers, forStaff());
    }

    /** In the place of Spring Security's own, so that pages that never come by it have the very same. */
    private static void set(HeadersConfigurer<HttpSecurity> headers, Map<String, String> all) {
        headers.contentTypeOptions(HeadersConfigurer.ContentTypeOptionsConfig::disable)
                .xssProtection(HeadersConfigurer.XXssConfig::disable)
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::disable)
                .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
                .addHeaderWriter(new StaticHeadersWriter(all.entrySet().stream()
                        .map(header -> new Header(header.getKey(), header.getValue()))
                        .toList()));
    }
}
