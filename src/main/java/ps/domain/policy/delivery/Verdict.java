package ps.domain.policy.delivery;

import java.util.Set;
import java.util.regex.Pattern;

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

    /** A command is not known, or not now. */
    private static final Set<Integer> OUT_OF_STEP = Set.of(500, 502, 503);

    /**
     * What servers say of this machine, its name or the sender. Most say it at the recipient, and many without a code that
     * tells: Exim's "relay not permitted" and "Sender verify failed", Postfix's "Helo command rejected".
     */
    private static final Pattern NOT_OF_THE_RECIPIENT = Pattern.compile(
            "\\b(helo command|client host|sender address) rejected|\\bsender verif\\w+ fail|\\binvalid (helo|ehlo)\\b"
                    + "|\\brelay(ing)? (access |temporarily )?(denied|not (permitted|allowed)|prohibited)"
                    + "|\\bunable to relay\\b|\\ballowed rcpthosts\\b|\\bauthentication (is )?required",
            Pattern.CASE_INSENSITIVE);

    /** What servers say that take nobody the first time; some of them with a code that would concern everybody. */
    private static final Pattern GREYLISTED = Pattern.compile("\\bgr[ae]y-?list", Pattern.CASE_INSENSITIVE);

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
            if (answer.code() == 421 || answer.code() == 454) {
                return RELAY_TROUBLE;
            }
            if (GREYLISTED.matcher(answer.text()).find()) {
                return PUT_OFF;
            }
            return answer.isOf("4.7.") || answer.isAnyOf("4.1.7", "4.1.8") || isNotOfTheRecipient(answer)
                    ? RELAY_TROUBLE
                    : PUT_OFF;
        }
        if (SIGN_IN_WANTED.contains(answer.code())
                || OUT_OF_STEP.contains(answer.code())
                || isNotOfTheRecipient(answer)) {
            return CONCERNS_EVERYBODY;
        }
        // A mailbox that is full can be emptied; without an enhanced code, 552 at the recipient says just that. Later
        // on it says that the message is too big.
        boolean isTooMuch = answer.code() == 552 && answer.enhancedCode() == null;
        if (answer.isAnyOf("5.2.2") || (isTooMuch && answer.phase() == Answer.Phase.RECIPIENT)) {
            return PUT_OFF;
        }
        // The sender's address (5.1.7, 5.1.8), the size (5.3.4), the content (5.6.x) and policy (5.7.x) are alike for
        // all.
        if (isTooMuch || answer.isOf("5.7.") || answer.isOf("5.6.") || answer.isAnyOf("5.3.4", "5.1.7", "5.1.8")) {
            return CONCERNS_EVERYBODY;
        }
        return REFUSED;
    }

    private static boolean isNotOfTheRecipient(Answer answer) {
        return !answer.isAnyOf("5.1.1", "5.1.2", "5.1.3")
                && NOT_OF_THE_RECIPIENT.matcher(answer.text()).find();
    }
}
