package ps.domain.policy.versions;

import java.time.Instant;
import ps.domain.policy.text.BilingualText;

/**
 * That a version was taken back before it took effect.
 *
 * @param at when that was made public
 * @param reason why, for readers
 */
public record Withdrawal(Instant at, BilingualText reason) {}
