package ps.domain.policy.staff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A line of {@code staff-addresses.txt}.
 *
 * @param leastRole the role that it takes
 * @param pattern the path, with variables
 */
record StaffAddress(String leastRole, String method, String pattern) {

    /** A variable of a path, with the pattern it may have, which has braces of its own. */
    static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(:([^{}]|\\{[^{}]*})*)?}");

    /** Every address that staff have. */
    static List<StaffAddress> all() {
        return lines().stream()
                .map(line -> line.split(" ", 3))
                .map(parts -> new StaffAddress(parts[0], parts[1], parts[2]))
                .toList();
    }

    static List<String> lines() {
        try (InputStream in = StaffAddress.class.getResourceAsStream("/staff-addresses.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether it is about something that has a name in the path. */
    boolean isForOneThing() {
        return VARIABLE.matcher(pattern).find();
    }

    /** The path with the same name for everything in it. */
    String path(String name) {
        return VARIABLE.matcher(pattern).replaceAll(name);
    }
}
