package ps.domain.policy.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fresh is what is known of the account holders.
 *
 * @param asOf when the list began to be read that was applied last; null if there was none
 * @param outdated whether that is more than a day ago, or never was
 * @param comparable whether there is a WHMCS that can be asked now
 * @param comparing whether it is being asked
 */
public record Freshness(@Nullable Instant asOf, boolean outdated, boolean comparable, boolean comparing) {}
