package ps.domain.policy.notices;

import java.time.Instant;
import java.util.UUID;
import ps.domain.policy.delivery.MailingId;

/**
 * One announcement to account holders.
 *
 * @param reference the code that recipients find in the mail
 * @param version the version that it is about
 * @param tellsOf the place in the chain of the publication, withdrawal or postponement that it tells of
 * @param createdBy who published that version, or the application where the notice follows from what it tells of
 * @param accountHolders how many it is for
 * @param unreached how many account holders could not be written to
 */
record Notice(
        UUID id,
        String reference,
        NoticeKind kind,
        int version,
        int tellsOf,
        MailingId mailing,
        Instant createdAt,
        String createdBy,
        long accountHolders,
        long unreached) {}
