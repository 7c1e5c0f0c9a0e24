package ps.domain.policy.reading;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code /.well-known/security.txt} says (RFC 9116). Without a contact there is none.
 *
 * @param contact where to report a weakness, the preferred way first: {@code mailto:}, {@code https:} or {@code tel:}
 * @param encryption where the key for such reports is
 * @param acknowledgments where those who reported are thanked
 * @param policy where it is said how reports are dealt with
 * @param hiring where positions in security are offered
 * @param expires until when all that is right, such as 2027-06-30T00:00:00Z; 180 days from today if not set
 */
@ConfigurationProperties("policy.security-txt")
record SecurityTxtSettings(
        @DefaultValue List<URI> contact,
        @Nullable URI encryption,
        @Nullable URI acknowledgments,
        @Nullable URI policy,
        @Nullable URI hiring,
        @Nullable Instant expires) {

    SecurityTxtSettings {
        for (URI address : contact) {
            requireWhole("contact", address);
        }
        requireWhole("encryption", encryption);
        requireWhole("acknowledgments", acknowledgments);
        requireWhole("policy", policy);
        requireWhole("hiring", hiring);
    }

    /** RFC 9116, section 2.5: whatever names a place does so by a URI, which begins with a scheme. */
    private static void requireWhole(String name, @Nullable URI address) {
        if (address != null && !address.toString().isEmpty() && address.getScheme() == null) {
            throw new IllegalArgumentException("policy.security-txt." + name
                    + " must be an address such as mailto:security@example.com or https://example.com/security,"
                    + " and not " + address);
        }
    }
}
