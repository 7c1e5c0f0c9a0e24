package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Messages as files (RFC 5322), made by the very code that hands them to the relay. */
@Component
public class MessageFiles {

    private static final UUID NOBODYS = new UUID(0, 0);
    private static final Mailbox NOBODY = Mailbox.parse("recipient@example.com");

    private final Letters letters;
    private final DeliverySettings settings;

    MessageFiles(Letters letters, DeliverySettings settings) {
        this.letters = letters;
        this.settings = settings;
    }

    /** How many bytes a letter takes on its way to an address of usual length. */
    public int sizeOf(Letter letter) {
        EncodedLetter encoded = EncodedLetter.of(letter, settings);
        return encoded.toBytes(new Relay.Message(NOBODYS, null, NOBODY, encoded, Instant.EPOCH)).length;
    }

    /**
     * What every recipient of a variant gets, with what differs between them as a sample: the address, the Message-ID
     * (and that of the message that it follows, if there is one), and the date.
     *
     * @param follows whether those of this variant follow another message
     */
    public byte[] sample(MailingId mailing, String variant, boolean follows, Instant at) {
        return message(mailing, variant, NOBODYS, follows ? NOBODYS : null, NOBODY, at);
    }

    private byte[] message(MailingId mailing, String variant, UUID id, @Nullable UUID follows, Mailbox to, Instant at) {
        EncodedLetter letter = letters.of(mailing, variant);
        return letter.toBytes(new Relay.Message(id, follows, to, letter, at));
    }

    /** The Message-ID of a delivery (RFC 5322, section 3.6.4). */
    public String messageIdOf(MailingId mailing, String variant, UUID delivery) {
        return letters.of(mailing, variant).messageId(delivery);
    }
}
