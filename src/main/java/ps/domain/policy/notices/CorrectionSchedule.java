package ps.domain.policy.notices;

import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every two seconds whether a correction is due, where mail is sent at all. */
@Component
@ConditionalOnProperty(name = "policy.delivery.dispatching", matchIfMissing = true)
class CorrectionSchedule {

    private final Corrections corrections;

    CorrectionSchedule(Corrections corrections) {
        this.corrections = corrections;
    }

    @Scheduled(initialDelay = 2, fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void settle() {
        corrections.settle();
    }
}
