package ps.domain.policy.retention;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import ps.domain.policy.delivery.Dispatching;
import ps.domain.policy.text.Failure;

/** Looks again and again whether it is time, where mail is sent at all. */
@Component
class RetentionSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);

    private final Retention retention;
    private final Dispatching dispatching;

    RetentionSchedule(Retention retention, Dispatching dispatching) {
        this.retention = retention;
        this.dispatching = dispatching;
    }

    @Scheduled(initialDelay = 5, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void apply() {
        if (!dispatching.isHere()) {
            return;
        }
        try {
            retention.apply();
        } catch (DataAccessException | TransactionException refused) {
            // Not what the database said: that can quote what it is about. Tried again in a while, from where it was.
            LOG.warn("What is old could not all be removed: {}", Failure.nameOf(refused));
        }
    }
}
