package ps.domain.policy.notices;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What followed for account holders from a withdrawal or postponement.
 *
 * @param told how many of them had been told of the version
 * @param untold how many had not and are told of it with its new day; none if it was withdrawn
 * @param correction the notice to the first, if there are any
 * @param change the notice to the others, if there are any
 */
public record Settlement(
        long told,
        long untold,
        @Nullable UUID correction,
        @Nullable UUID change) {}
