package ps.domain.policy.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * Who messages come from, and how fast they go.
 *
 * @param dispatching whether this instance sends; one that does not still queues for the others
 * @param fromAddress the address that messages come from; best not the one that newsletters come from
 * @param fromName the name beside it, in any script
 * @param replyTo where answers go, if not to the sender's address
 * @param envelopeSender where the mail system returns what it could not deliver, if not to the sender's address
 * @param verp whether the envelope's sender names the message after a plus sign, so that what comes back is known for
 *     sure; takes an envelope sender whose mail system delivers such addresses too
 * @param ratePerSecond how many messages the relay may be given in a second, by all instances together; 0 for any number
 * @param ratePerHour the same for an hour; both limits hold
 * @param batchSize how many deliveries a worker takes in hand at once
 * @param pollInterval how often a worker that has nothing to do looks for work
 * @param lease after what time a delivery in the hands of an instance that died is taken up by another
 * @param patience how long the relay can be in trouble before a mailing is paused and staff are told
 */
@ConfigurationProperties("policy.delivery")
record DeliverySettings(
        @DefaultValue("true") boolean dispatching,
        @DefaultValue("privacy@domain.ps") String fromAddress,
        @DefaultValue("domain.ps") String fromName,
        @Nullable String replyTo,
        @Nullable String envelopeSender,
        @DefaultValue("false") boolean verp,
        @DefaultValue("0") int ratePerSecond,
        @DefaultValue("0") int ratePerHour,
        @DefaultValue("64") int batchSize,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("20m") Duration lease,
        @DefaultValue("15m") Duration patience) {

    DeliverySettings {
        Setting.requireText("policy.delivery.from-address", fromAddress);
        requireAddress("from-address", fromAddress);
        requireAddress("reply-to", replyTo);
        requireAddress("envelope-sender", envelopeSender);
        if (verp) {
            requireRoomFor(envelopeSender);
        }
        if (fromName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("policy.delivery.from-name must be one line");
        }
        Setting.requireAtLeast("policy.delivery.rate-per-second", 0, ratePerSecond);
        Setting.requireAtLeast("policy.delivery.rate-per-hour", 0, ratePerHour);
        Setting.requireBetween("policy.delivery.batch-size", 1, 1000, batchSize);
        Setting.requireAtLeast("policy.delivery.poll-interval", Duration.ofMillis(10), pollInterval);
        Setting.requireAtLeast("policy.delivery.patience", Duration.ZERO, patience);
    }

    /** What the envelope names. */
    ReturnPath returnPath() {
        return new ReturnPath(
                Mailbox.parse(envelopeSender == null || envelopeSender.isEmpty() ? fromAddress : envelopeSender), verp);
    }

    /**
     * Checks what depends on the relay's settings too.
     *
     * @throws IllegalArgumentException if a lease could end while its message is still on the wire
     */
    void requireLeaseFor(SmtpSettings smtp) {
        if (lease.compareTo(smtp.longestMessage()) <= 0) {
            throw new IllegalArgumentException(
                    "policy.delivery.lease must be longer than a single message can take with the timeouts of"
                            + " policy.delivery.smtp, which is " + smtp.longestMessage() + ", and not " + lease);
        }
    }

    private static void requireRoomFor(@Nullable String envelopeSender) {
        if (envelopeSender == null || envelopeSender.isEmpty()) {
            throw new IllegalArgumentException("policy.delivery.verp needs policy.delivery.envelope-sender, the address"
                    + " that what comes back is addressed to");
        }
        if (envelopeSender.lastIndexOf('@') > ReturnPath.LONGEST_LOCAL_PART) {
            throw new IllegalArgumentException("policy.delivery.envelope-sender can have at most "
                    + ReturnPath.LONGEST_LOCAL_PART + " characters before the @ with policy.delivery.verp");
        }
    }

    private static void requireAddress(String name, @Nullable String address) {
        if (address == null || address.isEmpty()) {
            return;
        }
        try {
            if (!Mailbox.parse(address).isAscii()) {
                throw new IllegalArgumentException("it must be ASCII before the @");
            }
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException(
                    "policy.delivery." + name + " must be an email address, and not " + address + ": "
                            + invalid.getMessage(),
                    invalid);
        }
    }
}
