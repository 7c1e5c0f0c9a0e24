package ps.domain.policy.accounts.imports;

import java.util.regex.Pattern;
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
        AccountStatus status) {

    /** What changes the direction of text (UAX #9, 2), marks included. */
    private static final Pattern DIRECTIONS = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

    /**
     * A name without what would turn it round, and whatever stands beside it on pages and in files. Names are isolated
     * where they are shown, and need none of that.
     */
    public static String withoutDirections(String name) {
        return DIRECTIONS.matcher(name).replaceAll("").strip();
    }
}
