package ps.domain.policy.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import ps.domain.policy.text.Failure;

/** Looks again and again what came back, where mail is sent at all. */
@Component
class BounceSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(BounceSchedule.class);

    private final BounceMailbox mailbox;
    private final Bounces bounces;
    private final Dispatching dispatching;

    BounceSchedule(BounceMailbox mailbox, Bounces bounces, Dispatching dispatching) {
        this.mailbox = mailbox;
        this.bounces = bounces;
        this.dispatching = dispatching;
    }

    @Scheduled(
            initialDelayString = "${policy.delivery.bounces.imap.interval:1m}",
            fixedDelayString = "${policy.delivery.bounces.imap.interval:1m}")
    void look() {
        if (!dispatching.isHere()) {
            return;
        }
        try {
            // What came back before the relay's answer was recorded waits for this.
            bounces.settle();
            if (mailbox.isThere()) {
                mailbox.collect();
            }
        } catch (RuntimeException databaseAway) {
            LOG.warn("What came back cannot be kept now: {}", Failure.nameOf(databaseAway));
        }
    }
}
