package ps.domain.policy.notices;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import ps.domain.policy.delivery.Letter;

/**
 * A notice that is to be created, whose audience is written down already.
 *
 * @param tellsOf the place in the chain of what it tells of
 * @param letters one for each variant
 * @param notBefore the end of the hold
 * @param accountHolders how many there are in its audience
 * @param unreached how many could not be written to
 */
record NewNotice(
        UUID id,
        NoticeKind kind,
        int version,
        int tellsOf,
        String reference,
        List<Letter> letters,
        Instant notBefore,
        long accountHolders,
        long unreached) {}
