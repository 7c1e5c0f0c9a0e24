package ps.domain.policy.accounts;

import org.jspecify.annotations.Nullable;

/**
 * A run that was to bring in the clients of WHMCS by itself needs somebody to look at it.
 *
 * @param run its number, under which it can be looked at if it waits for a decision
 * @param failure why it came to nothing, as in message keys; null if it would close so many that staff have to decide
 */
public record AccountHoldersNotSynchronized(
        long run, @Nullable String failure) {}
