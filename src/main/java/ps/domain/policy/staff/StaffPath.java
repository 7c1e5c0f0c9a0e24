package ps.domain.policy.staff;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address within the staff pages to go on to, without the context path. What does not begin with {@code /admin} as a
 * whole segment is none, so nobody is led elsewhere.
 *
 * @param value the path, with its query if it has one
 */
record StaffPath(String value) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final int LONGEST = 2000;

    /** Visible ASCII, as addresses are written; a backslash is a slash to browsers. */
    private static final Pattern WITHIN = Pattern.compile("/admin(?:[/?][!-~&&[^\\\\]]*)?");

    static final StaffPath HOME = new StaffPath("/admin");

    StaffPath {
        if (value.length() > LONGEST || !WITHIN.matcher(value).matches() || value.contains("/..")) {
            throw new IllegalArgumentException("Not an address within the staff pages");
        }
    }

    /** The path, if it is within the staff pages. */
    static Optional<StaffPath> of(@Nullable String path) {
        if (path == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StaffPath(path));
        } catch (IllegalArgumentException elsewhere) {
            return Optional.empty();
        }
    }
}
