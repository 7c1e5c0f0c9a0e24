package ps.domain.policy.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that came back.
 *
 * @param kind what it is taken for: FAILURE, PROGRESS, AUTO_REPLY, COMPLAINT, OTHER or UNREADABLE
 * @param subject made fit to be shown, as the sender
 * @param cut whether it was too large to be kept whole
 * @param emptied whether it is not kept any more, but for what it said of the message
 * @param mailing the mailing that it is about, if that is known
 * @param address the address that the message was sent to, if that is known
 * @param recipient what it says of the first recipient
 */
public record Bounce(
        long id,
        Instant receivedAt,
        String kind,
        String subject,
        String sender,
        boolean cut,
        boolean emptied,
        @Nullable MailingId mailing,
        @Nullable String address,
        ReportedRecipient recipient) {}
