package ps.domain.policy.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import ps.domain.policy.text.MarkdownFinding.Kind;

/** Where a link in a text may lead. */
final class LinkPolicy {

    private static final Set<String> PROTOCOLS = Set.of("http", "https", "mailto");

    /** Digits and what may stand between them for readers (RFC 3966, 3): nothing else that a telephone would do. */
    private static final Pattern TELEPHONE = Pattern.compile("(?i:tel):\\+?[().-]*+[0-9][0-9().-]*+");

    private static final Pattern IN_FORCE = Pattern.compile("/(?:ar|en)/privacy$");

    private LinkPolicy() {}

    /** Whether a link is made: one without words could not be seen, nor be named by a screen reader. */
    static boolean shows(Link link) {
        return allows(link.getDestination()) && hasWords(link);
    }

    /**
     * Where a link leads that is made. Brackets stand in addresses out of browsers; but for those of an IPv6 address they are
     * written otherwise (RFC 3986, 3.3 and 3.4).
     */
    static String addressOf(Link link) {
        return escaped(link.getDestination());
    }

    /** Whether a link that is allowed leads to a file beside the one that the text stood in, which is not here. */
    static boolean leadsNowhere(String destination) {
        return !destination.startsWith("/")
                && !destination.startsWith("#")
                && URI.create(escaped(destination)).getScheme() == null;
    }

    /** What a link lacks on this site that is allowed and does not lead to a file beside the text, if anything. */
    static Optional<Kind> missing(String destination, LinkTargets targets) {
        URI uri = URI.create(escaped(destination));
        if (uri.getScheme() != null) {
            return Optional.empty();
        }
        String path = uri.getRawPath();
        if (!path.isEmpty() && !targets.hasPage(path)) {
            return Optional.of(Kind.LINK_TO_NO_PAGE);
        }
        // Only the text in force will be this one; what other pages have to jump to is not known.
        boolean ofThisText = path.isEmpty() || IN_FORCE.matcher(path).find();
        return ofThisText && uri.getFragment() != null && !targets.hasSection(uri.getFragment())
                ? Optional.of(Kind.LINK_TO_NO_SECTION)
                : Optional.empty();
    }

    private static String escaped(String destination) {
        int authority = destination.indexOf("://");
        int from = authority < 0 ? 0 : authority + 3;
        while (from < destination.length() && authority >= 0 && "/?#".indexOf(destination.charAt(from)) < 0) {
            from++;
        }
        return destination.substring(0, from)
                + destination.substring(from).replace("[", "%5B").replace("]", "%5D");
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
     * Whether a destination is an {@code http}, {@code https} or {@code mailto} address, the number of a telephone,
     * a path on this site or an anchor. What is not a URI (RFC 3986), such as one with a tab inside, is not allowed:
     * browsers read it their way.
     */
    static boolean allows(String destination) {
        try {
            URI uri = new URI(escaped(destination));
            if (uri.getScheme() != null) {
                return PROTOCOLS.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                        || TELEPHONE.matcher(destination).matches();
            }
            return uri.getRawAuthority() == null && !destination.startsWith("//") && !destination.startsWith("\\");
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
