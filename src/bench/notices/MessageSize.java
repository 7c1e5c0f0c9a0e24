package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** How long a message is on the wire. */
public final class MessageSize {

    private MessageSize() {}

    public static int of(Letter letter, ApplicationContext application) {
        EncodedLetter encoded = EncodedLetter.of(letter, application.getBean(DeliverySettings.class));
        return encoded.toBytes(new Relay.Message(
                        UUID.randomUUID(), null, Mailbox.parse("holder1@example.com"), encoded, Instant.now()))
                .length;
    }
}
