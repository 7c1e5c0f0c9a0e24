package ps.domain.policy.notices;

/**
 * How many would be told now.
 *
 * @param addresses to each of which one mail goes
 * @param arabicFirst of them, those that get Arabic first
 * @param englishFirst of them, those that get English first
 */
public record Audience(long addresses, long arabicFirst, long englishFirst) {}
