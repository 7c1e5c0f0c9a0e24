package ps.domain.policy.notices;

import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import ps.domain.policy.delivery.Dispatching;

/** Looks every minute whether somebody still has to be told, where mail is sent at all. */
@Component
class CatchUpSchedule {

    private final CatchUps catchUps;
    private final Dispatching dispatching;

    CatchUpSchedule(CatchUps catchUps, Dispatching dispatching) {
        this.catchUps = catchUps;
        this.dispatching = dispatching;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void catchUp() {
        if (dispatching.isHere()) {
            catchUps.catchUp();
        }
    }
}
