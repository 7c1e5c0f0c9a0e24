package ps.domain.policy.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param id the staff account, or null for the application itself
 * @param name the name at that time
 */
public record Actor(@Nullable UUID id, String name) {

    /** The application itself. */
    public static final Actor APPLICATION = new Actor(null, "policy");
}
