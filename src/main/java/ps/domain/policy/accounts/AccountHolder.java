package ps.domain.policy.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Language;

/**
 * A customer, as far as known here.
 *
 * @param clientId the number in WHMCS
 * @param name of the person; may be empty if there is an organization
 * @param organization may be empty
 * @param email as it was given, valid or not; null for none
 * @param language null where it is not known
 * @param updatedAt when any of this changed for the last time
 */
public record AccountHolder(
        long clientId,
        String name,
        String organization,
        @Nullable String email,
        @Nullable Language language,
        AccountStatus status,
        Instant updatedAt) {}
