package ps.domain.policy.delivery;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some of a mailing's deliveries.
 *
 * @param states where they stand; none for anywhere
 * @param code what was answered last, as {@link Replies#key()} has it; null for anything
 */
public record Selection(Set<DeliveryState> states, @Nullable String code) {

    /** Keeps a copy of the states. */
    public Selection {
        states = Set.copyOf(states);
    }
}
