package ps.domain.policy.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** How long a message is on the wire. */
public final class MessageSize {

    private MessageSize() {}

    public static int of(Letter letter, ApplicationContext application) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EncodedLetter.of(letter, application.getBean(DeliverySettings.class))
                .writeTo(
                        out,
                        new Relay.Message(
                                UUID.randomUUID(), null, Mailbox.parse("holder1@example.com"),
                                EncodedLetter.of(letter, application.getBean(DeliverySettings.class)), Instant.now()));
        return out.size();
    }
}
