package ps.domain.policy.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** Where a link in a text may lead. */
final class LinkPolicy {

    private static final Set<String> PROTOCOLS = Set.of("http", "https", "mailto");

    private LinkPolicy() {}

    /** Whether a link is made: one without words could not be seen, nor be named by a screen reader. */
    static boolean shows(Link link) {
        return allows(link.getDestination()) && hasWords(link);
    }

    /** Whether there is anything to read in a node. */
    static boolean hasWords(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            boolean words = switch (node) {
                case Text text -> !text.getLiteral().codePoints().allMatch(LinkPolicy::isGap);
                case Code code -> true;
                case HtmlInline html -> true;
                default -> hasWords(node);
            };
            if (words) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGap(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

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
