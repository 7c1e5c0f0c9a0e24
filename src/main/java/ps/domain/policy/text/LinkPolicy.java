package ps.domain.policy.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where a link in a text may lead. */
final class LinkPolicy {

    private static final Set<String> PROTOCOLS = Set.of("http", "https", "mailto");

    private LinkPolicy() {}

    /**
     * Whether a destination is an {@code http}, {@code https} or {@code mailto} address, a path on this site or an
     * anchor. What is not a URI (RFC 3986), such as one with a tab inside, is not allowed: browsers read it their way.
     */
    static boolean allows(String destination) {
        try {
            URI uri = new URI(destination);
            if (uri.getScheme() != null) {
                return PROTOCOLS.contains(uri.getScheme().toLowerCase(Locale.ROOT));
            }
            return uri.getRawAuthority() == null && !destination.startsWith("//") && !destination.startsWith("\\");
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
