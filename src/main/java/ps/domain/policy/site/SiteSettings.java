package ps.domain.policy.site;

import java.net.URI;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Setting;

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
@ConfigurationProperties("policy")
public record SiteSettings(
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("domain.ps") String company,
        @DefaultValue("Asia/Hebron") ZoneId zone,
        @DefaultValue("ar") Language defaultLanguage,
        @Nullable String contactUrl,
        @Nullable String clientAreaUrl,
        @DefaultValue("contact") String contactSection) {

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[^\\s/]+\\S*");

    public SiteSettings {
        contactUrl = webAddress("policy.contact-url", contactUrl);
        clientAreaUrl = webAddress("policy.client-area-url", clientAreaUrl);
        Setting.requireText("policy.company", company);
        Setting.requireText("policy.contact-section", contactSection);
        String scheme = publicUrl == null ? "https" : publicUrl.getScheme();
        if (scheme == null || !(scheme.equals("https") || scheme.equals("http")) || hasMore(publicUrl)) {
            throw new IllegalArgumentException(
                    "policy.public-url must be an http or https address without query, such as https://domain.ps/legal,"
                            + " and not " + publicUrl);
        }
    }

    private static @Nullable String webAddress(String name, @Nullable String address) {
        if (address == null || address.isBlank()) {
            return null;
        }
        if (!WEB_ADDRESS.matcher(address.strip()).matches()) {
            throw new IllegalArgumentException(
                    name + " must be an http or https address such as https://domain.ps/contact, and not " + address);
        }
        return address.strip();
    }

    private static boolean hasMore(@Nullable URI url) {
        return url != null && (url.getHost() == null || url.getQuery() != null || url.getFragment() != null);
    }
}
