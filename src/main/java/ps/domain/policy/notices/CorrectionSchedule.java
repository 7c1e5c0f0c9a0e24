package ps.domain.policy.notices;

import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import ps.domain.policy.delivery.Dispatching;

/** Looks every two seconds whether a correction is due, where mail is sent at all. */
@Component
class CorrectionSchedule {

    private final Corrections corrections;
    private final Dispatching dispatching;

    CorrectionSchedule(Corrections corrections, Dispatching dispatching) {
        this.corrections = corrections;
        this.dispatching = dispatching;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void settle() {
        if (dispatching.isHere()) {
            corrections.settle();
        }
    }
}
