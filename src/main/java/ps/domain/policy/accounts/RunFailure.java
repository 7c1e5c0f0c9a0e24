package ps.domain.policy.accounts;

import org.jspecify.annotations.Nullable;
import ps.domain.policy.accounts.imports.Import;

/**
 * Why a run came to nothing, as pages tell it. What another release noted may have no sentence here, and its details are
 * not for people then: once they were the names of classes.
 *
 * @param reason as in message keys
 * @param detail what WHMCS said, where the sentence leads to that; else empty
 */
record RunFailure(String reason, String detail) {

    static @Nullable RunFailure of(Import list) {
        String failure = list.failure();
        if (failure == null) {
            return null;
        }
        return switch (failure) {
            case "ADDRESS", "ACTION", "SERVER", "MOVED", "REFUSED" -> new RunFailure(failure, list.failureDetail());
            case "UNREACHABLE" -> new RunFailure(list.failureDetail().isEmpty() ? failure : "NOT_REACHED", "");
            case "CREDENTIALS",
                    "NO_ANSWER",
                    "NO_CONNECTION",
                    "NO_SUCH_NAME",
                    "CERTIFICATE",
                    "UNREADABLE",
                    "UNSETTLED",
                    "LOST",
                    "INTERRUPTED",
                    "UNEXPECTED",
                    "DISCARDED",
                    "EXPIRED",
                    "SUPERSEDED" -> new RunFailure(failure, "");
            default -> new RunFailure("OTHER", "");
        };
    }
}
