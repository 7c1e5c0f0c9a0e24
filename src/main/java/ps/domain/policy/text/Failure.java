package ps.domain.policy.text;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as it may stand in a log: by kinds and codes. The words of others can quote a person's address, or say
 * where a server is.
 */
public final class Failure {

    private static final int DEEPEST = 8;

    private Failure() {}

    /** What was thrown, and what caused it. */
    public static String nameOf(Throwable thrown) {
        Set<String> names = new LinkedHashSet<>();
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            String name = cause.getClass().getSimpleName();
            names.add(cause instanceof SQLException refused ? name + " " + refused.getSQLState() : name);
            cause = cause.getCause();
        }
        return String.join(", since ", names);
    }

    /** The same with where it happened, of what should not happen at all: in the place of what was thrown. */
    public static Throwable withoutWords(Throwable thrown) {
        Throwable named = new Throwable(nameOf(thrown));
        @Nullable Throwable deepest = thrown;
        for (int depth = 0; deepest.getCause() != null && depth < DEEPEST; depth++) {
            deepest = deepest.getCause();
        }
        named.setStackTrace(deepest.getStackTrace());
        return named;
    }
}
