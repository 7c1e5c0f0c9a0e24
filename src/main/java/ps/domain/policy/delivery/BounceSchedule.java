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

    /** As it is set; an environment variable can be set and empty, which is as if it were not. */
    static final String INTERVAL = "#{'${policy.delivery.bounces.imap.interval:}'.isBlank() ? '1m' :"
            + " '${policy.delivery.bounces.imap.interval:}'}";

    private final BounceMailbox mailbox;
    private final Bounces bounces;
    private final Dispatching dispatching;

    BounceSchedule(BounceMailbox mailbox, Bounces bounces, Dispatching dispatching) {
        this.mailbox = mailbox;
        this.bounces = bounces;
        this.dispatching = dispatching;
    }

    @Scheduled(initialDelayString = INTERVAL, fixedDelayString = INTERVAL)
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
