package ps.domain.policy.accounts.imports;

import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.text.Language;

/**
 * An account holder as a list has it.
 *
 * @param line where in the list
 * @param clientId the WHMCS client id
 * @param email as it was given
 * @param emailKey equal for equal mailboxes; null when there is no valid address
 * @param language null when it is not known
 */
public record StagedRow(
        long line,
        long clientId,
        String name,
        String organization,
        @Nullable String email,
        @Nullable String emailKey,
        @Nullable Language language,
        AccountStatus status) {}
