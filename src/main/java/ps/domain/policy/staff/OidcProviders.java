package ps.domain.policy.staff;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.stereotype.Component;

/**
 * The providers that {@code spring.security.oauth2.client.registration.*} names. Looked up when the application runs, and
 * no condition for a bean: what there is of those is decided when the image is built.
 */
@Component
@EnableConfigurationProperties(OAuth2ClientProperties.class)
class OidcProviders {

    private final OAuth2ClientProperties properties;

    OidcProviders(OAuth2ClientProperties properties) {
        this.properties = properties;
    }

    /** A provider, as the sign-in page names it. */
    record Provider(String id, String name) {}

    List<Provider> all() {
        return properties.getRegistration().entrySet().stream()
                .map(entry -> new Provider(
                        entry.getKey(),
                        Optional.ofNullable(entry.getValue().getClientName()).orElse(entry.getKey())))
                .toList();
    }

    boolean areThere() {
        return !properties.getRegistration().isEmpty();
    }
}
