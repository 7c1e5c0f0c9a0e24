package ps.domain.policy.notices;

import java.util.List;
import ps.domain.policy.delivery.Attempt;
import ps.domain.policy.delivery.Delivery;
import ps.domain.policy.delivery.Letter;

/** What one notice was to one account holder. */
sealed interface Telling {

    Notice notice();

    /**
     * There is a message.
     *
     * @param address as it was known then
     * @param sharedWith the numbers of those who got the same message, as far as they still have the same address
     * @param attempts those that did not end the matter
     * @param letter what it says
     * @param stopped whether sending was stopped for good before it was known what becomes of the message
     */
    record Sent(
            Notice notice,
            String address,
            Delivery delivery,
            String messageId,
            List<Long> sharedWith,
            List<Attempt> attempts,
            Letter letter,
            boolean stopped)
            implements Telling {}

    /**
     * There was no way to write.
     *
     * @param reason as recorded
     */
    record NotReached(Notice notice, String reason) implements Telling {}

    /** Was not among those who were to be told: not known here at the time. */
    record NotAddressed(Notice notice) implements Telling {}
}
