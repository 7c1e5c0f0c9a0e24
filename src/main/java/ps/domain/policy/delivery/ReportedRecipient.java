package ps.domain.policy.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What a report says of one recipient (RFC 3464, section 2.3). Made fit to be shown.
 *
 * @param action what became of the message, or null where none is said
 * @param status in detail (RFC 3463), if it is said
 * @param finalRecipient the address that it was at last
 * @param originalRecipient the address that it was sent to, if that is said
 * @param diagnostic the words of the server that said so
 */
public record ReportedRecipient(
        @Nullable Action action,
        @Nullable String status,
        @Nullable String finalRecipient,
        @Nullable String originalRecipient,
        @Nullable String diagnostic) {

    /** What became of the message. */
    public enum Action {
        FAILED,
        DELAYED,
        DELIVERED,
        RELAYED,
        EXPANDED
    }
}
