package ps.domain.policy.site;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address within this site to go on to, without the context path: nobody is led elsewhere by it.
 *
 * @param value the path, with its query if it has one
 */
record LocalPath(String value) {

    private static final int LONGEST = 2000;

    /** Visible ASCII, as addresses are written. To browsers a backslash is a slash, and two of them name a host. */
    private static final Pattern LOCAL = Pattern.compile("/(?:[!-~&&[^/\\\\]][!-~&&[^\\\\]]*)?");

    /** @throws IllegalArgumentException when it could lead elsewhere */
    LocalPath {
        if (value.length() > LONGEST
                || !LOCAL.matcher(value).matches()
                || value.contains("//")
                || value.contains("/.")) {
            throw new IllegalArgumentException("Not an address within this site");
        }
        URI.create(value); // or what is visible and belongs in no address would fail later
    }

    /** The path, if it is within this site. */
    static Optional<LocalPath> of(String path) {
        try {
            return Optional.of(new LocalPath(path));
        } catch (IllegalArgumentException elsewhere) {
            return Optional.empty();
        }
    }
}
