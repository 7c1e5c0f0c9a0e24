package ps.domain.policy.editing;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Somebody's decision that account holders may be told of a draft later than the minimum notice wants it.
 *
 * @param effectiveFrom the effective date that it is good for, and no other
 * @param reason why, as it was written
 */
record ShortNotice(LocalDate effectiveFrom, String reason, Instant decidedAt, String decidedBy) {}
