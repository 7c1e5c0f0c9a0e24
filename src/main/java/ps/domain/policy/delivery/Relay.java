package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The mail server that takes all messages. */
interface Relay {

    /**
     * Opens a connection and signs in.
     *
     * @throws Unavailable if that is not possible, with the answer that says why
     */
    Connection connect() throws Unavailable;

    /** Takes one message after the other; for one thread at a time. */
    interface Connection extends AutoCloseable {

        /** Hands a message over. Never throws: what goes wrong is an answer too. */
        Answer deliver(Message message);

        /** Whether it takes addresses in any script before the {@code @} (SMTPUTF8, RFC 6531). */
        boolean takesAnyScript();

        /** Whether the relay is still there, by asking. */
        boolean isAlive();

        @Override
        void close();
    }

    /**
     * One message to one recipient.
     *
     * @param id makes the Message-ID
     * @param follows makes the Message-ID of the message that this one follows, if there is one
     * @param at makes the date
     */
    record Message(UUID id, @Nullable UUID follows, Mailbox to, EncodedLetter letter, Instant at) {}

    /** There is no connection. */
    final class Unavailable extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Answer answer;

        Unavailable(Answer answer, Throwable cause) {
            super(answer.toString(), cause);
            this.answer = answer;
        }

        Answer answer() {
            return answer;
        }
    }
}
