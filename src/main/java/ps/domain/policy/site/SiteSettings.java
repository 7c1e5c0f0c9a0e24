package ps.domain.policy.site;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.ZoneId;
import org.hibernate.validator.constraints.URL;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import ps.domain.policy.text.Language;

/**
 * What the whole site needs to know of itself.
 *
 * @param publicUrl the address that readers reach the application at, with its path if it has one; every absolute
 *     address in pages and mails begins with it
 * @param company the name that pages and mails speak of
 * @param zone the time zone in which an effective date begins
 * @param defaultLanguage the language of readers whose browser asks for neither Arabic nor English
 * @param contactUrl the contact page that the policy names
 * @param clientAreaUrl the client area that the policy names
 * @param contactSection the key of the section below which both are linked
 */
@Validated
@ConfigurationProperties("policy")
public record SiteSettings(
        @NotNull @DefaultValue("http://localhost:8080") URI publicUrl,
        @NotBlank @DefaultValue("domain.ps") String company,
        @NotNull @DefaultValue("Asia/Hebron") ZoneId zone,
        @NotNull @DefaultValue("ar") Language defaultLanguage,
        @Nullable @URL String contactUrl,
        @Nullable @URL String clientAreaUrl,
        @NotBlank @DefaultValue("contact") String contactSection) {

    public SiteSettings {
        String scheme = publicUrl == null ? "https" : publicUrl.getScheme();
        if (scheme == null || !(scheme.equals("https") || scheme.equals("http")) || hasMore(publicUrl)) {
            throw new IllegalArgumentException(
                    "policy.public-url must be an http or https address without query, such as https://domain.ps/legal,"
                            + " and not " + publicUrl);
        }
    }

    private static boolean hasMore(@Nullable URI url) {
        return url != null && (url.getHost() == null || url.getQuery() != null || url.getFragment() != null);
    }
}
