package ps.domain.policy.delivery;

import java.util.Set;

/** What an answer means for a delivery. */
enum Verdict {
    /** The relay has it. */
    ACCEPTED,
    /** Not for this recipient, ever. */
    REFUSED,
    /** Not for this recipient now. */
    PUT_OFF,
    /** Perhaps. */
    AMBIGUOUS,
    /** The relay's own trouble: not held against the recipient, but the relay is left alone for a while. */
    RELAY_TROUBLE,
    /** It would be the same for everybody: a person has to look. */
    CONCERNS_EVERYBODY;

    private static final Set<Integer> SIGN_IN_WANTED = Set.of(530, 534, 535, 538);

    /** Judges an answer; see RFC 5321, section 4.2, and RFC 3463 for what the codes say. */
    static Verdict on(Answer answer) {
        if (answer.code() == Answer.NONE) {
            return answer.phase() == Answer.Phase.FINAL_DOT ? AMBIGUOUS : RELAY_TROUBLE;
        }
        return switch (answer.phase()) {
            case CONNECTION -> answer.code() >= 500 ? CONCERNS_EVERYBODY : RELAY_TROUBLE;
            case SIGN_IN -> answer.code() / 100 == 4 ? RELAY_TROUBLE : CONCERNS_EVERYBODY;
            // The relay does not know the recipient yet: nothing it says here can be about them.
            case SENDER -> answer.code() >= 500 ? CONCERNS_EVERYBODY : RELAY_TROUBLE;
            case RECIPIENT, DATA, CONTENT -> answer.code() < 400 ? RELAY_TROUBLE : onFailure(answer);
            case FINAL_DOT -> answer.isPositive() ? ACCEPTED : answer.code() < 400 ? AMBIGUOUS : onFailure(answer);
        };
    }

    private static Verdict onFailure(Answer answer) {
        if (answer.code() < 500) {
            return answer.code() == 421 || answer.code() == 454 || answer.isOf("4.7.") ? RELAY_TROUBLE : PUT_OFF;
        }
        if (SIGN_IN_WANTED.contains(answer.code()) || answer.code() == 503) {
            return CONCERNS_EVERYBODY;
        }
        // A mailbox that is full can be emptied; without an enhanced code, 552 at the recipient says just that.
        if (answer.isOf("5.2.2")
                || (answer.code() == 552
                        && answer.enhancedCode() == null
                        && answer.phase() == Answer.Phase.RECIPIENT)) {
            return PUT_OFF;
        }
        // The sender's address (5.1.7, 5.1.8), the size (5.3.4), the content (5.6.x) and policy (5.7.x) are alike for
        // all.
        if (answer.isOf("5.7.")
                || answer.isOf("5.6.")
                || "5.3.4".equals(answer.enhancedCode())
                || "5.1.7".equals(answer.enhancedCode())
                || "5.1.8".equals(answer.enhancedCode())) {
            return CONCERNS_EVERYBODY;
        }
        return REFUSED;
    }
}
