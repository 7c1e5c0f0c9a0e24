package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in a worker's hands until the lease ends.
 *
 * @param follows the delivery whose message this one follows, if there is one
 * @param fence makes this claim different from every other of the same delivery
 * @param before the state it was found in
 * @param failures how often it was put off
 * @param failingSince the first time that it was
 * @param ambiguities how often no answer came after the final dot
 * @param answeredAt when the attempt before this one ended
 * @param code what was said then, if anything was
 * @param enhancedCode the same in more detail
 */
record Claim(
        UUID id,
        MailingId mailing,
        String address,
        String variant,
        @Nullable UUID follows,
        int fence,
        DeliveryState before,
        int failures,
        @Nullable Instant failingSince,
        int ambiguities,
        @Nullable Instant answeredAt,
        @Nullable Integer code,
        @Nullable String enhancedCode) {}
