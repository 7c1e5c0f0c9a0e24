package ps.domain.policy.notices;

import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every minute whether somebody still has to be told, where mail is sent at all. */
@Component
@ConditionalOnProperty(name = "policy.delivery.dispatching", matchIfMissing = true)
class CatchUpSchedule {

    private final CatchUps catchUps;

    CatchUpSchedule(CatchUps catchUps) {
        this.catchUps = catchUps;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void catchUp() {
        catchUps.catchUp();
    }
}
