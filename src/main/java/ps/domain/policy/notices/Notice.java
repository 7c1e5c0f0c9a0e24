package ps.domain.policy.notices;

import java.time.Instant;
import java.util.UUID;
import ps.domain.policy.delivery.MailingId;

/**
 * One announcement to account holders.
 *
 * @param reference the code that recipients find in the mail
 * @param version the version that it announces
 * @param createdBy who published that version
 * @param accountHolders how many it is for
 * @param unreached how many account holders could not be written to
 */
record Notice(
        UUID id,
        String reference,
        int version,
        MailingId mailing,
        Instant createdAt,
        String createdBy,
        long accountHolders,
        long unreached) {}
