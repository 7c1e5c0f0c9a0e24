package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one address, and what became of it.
 *
 * @param id also the local part of the Message-ID
 * @param mailing the mailing it is part of
 * @param address as it was given
 * @param variant which letter is sent
 * @param state where it stands
 * @param attempts how many were begun
 * @param ambiguities how many of them got no answer after the final dot
 * @param nextAttemptAt when it is attempted next; in flight, when the lease ends
 * @param answeredAt when the last attempt ended
 * @param code what the relay said to it (RFC 5321, section 4.2), or null for no answer
 * @param enhancedCode the same in more detail (RFC 3463), if it was given
 * @param reply the relay's words, or why there are none; without control characters
 * @param bouncedAt when it was reported not to have arrived, if it was
 * @param bounceStatus the status in that report (RFC 3463), if there was one
 * @param bounceText what the report says; without control characters
 */
public record Delivery(
        UUID id,
        MailingId mailing,
        String address,
        String variant,
        DeliveryState state,
        int attempts,
        int ambiguities,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant answeredAt,
        @Nullable Integer code,
        @Nullable String enhancedCode,
        @Nullable String reply,
        @Nullable Instant bouncedAt,
        @Nullable String bounceStatus,
        @Nullable String bounceText) {}
