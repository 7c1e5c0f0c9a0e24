package ps.domain.policy.delivery;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Sends one message at once, and keeps nothing of it: for what is a secret, such as a link that lets somebody in. All
 * other messages go by {@link Mailings}.
 */
@Component
public class DirectMail {

    private final Relay relay;
    private final DeliverySettings settings;
    private final Clock clock;

    DirectMail(Relay relay, DeliverySettings settings, Clock clock) {
        this.relay = relay;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Hands a message to the relay. Takes as long as that takes, which the timeouts of {@code policy.delivery.smtp} bound.
     *
     * @return why the relay did not take it, in its words; empty if it did
     */
    public Optional<String> send(String address, Letter letter) {
        try {
            Mailbox to = Mailbox.parse(address);
            try (Relay.Connection connection = relay.connect()) {
                if (!to.isAscii() && !connection.takesAnyScript()) {
                    return Optional.of("SMTPUTF8");
                }
                Answer answer = connection.deliver(new Relay.Message(
                        UUID.randomUUID(), null, to, EncodedLetter.of(letter, settings), clock.instant()));
                return answer.isPositive() ? Optional.empty() : Optional.of(answer.toString());
            }
        } catch (Relay.Unavailable unavailable) {
            return Optional.of(unavailable.answer().toString());
        } catch (IllegalArgumentException noAddress) {
            return Optional.of(String.valueOf(noAddress.getMessage()));
        }
    }
}
