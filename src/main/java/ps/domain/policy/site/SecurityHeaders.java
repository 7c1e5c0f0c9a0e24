package ps.domain.policy.site;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.stereotype.Component;

/** The headers that make a browser keep to what our pages need, which is little. */
@Component
public class SecurityHeaders {

    private static final long TWO_YEARS_IN_SECONDS = 63_072_000;

    private static final String NO_FRAMES = "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Pages for readers: no script at all. */
    static final String READERS = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'" + NO_FRAMES;

    /** Pages for staff: our own scripts from files, never inline; mails are previewed in a frame. */
    static final String STAFF = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
            + " img-src 'self'; connect-src 'self'; frame-src 'self'" + NO_FRAMES;

    private final Links links;

    SecurityHeaders(Links links) {
        this.links = links;
    }

    /** Sets the headers for pages that anybody may read and keep. */
    public void forReaders(HeadersConfigurer<HttpSecurity> headers) {
        common(headers, READERS);
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable);
    }

    /** Sets the headers for pages that only the person who is signed in may see. */
    public void forStaff(HeadersConfigurer<HttpSecurity> headers) {
        common(headers, STAFF);
    }

    private void common(HeadersConfigurer<HttpSecurity> headers, String contentSecurityPolicy) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentSecurityPolicy))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions ->
                        permissions.policy("camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(hsts -> {
                    if (links.areSecure()) {
                        hsts.requestMatcher(AnyRequestMatcher.INSTANCE).maxAgeInSeconds(TWO_YEARS_IN_SECONDS);
                    } else {
                        hsts.disable();
                    }
                });
    }
}
