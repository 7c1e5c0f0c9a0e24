package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import ps.domain.policy.testing.PolicyTest;

/** What is done again and again. */
@PolicyTest
class SchedulesTest {

    @Autowired
    private TaskScheduler scheduler;

    @Autowired
    private List<ScheduledTaskHolder> holders;

    /** A WHMCS that hangs, say, while a correction is due. */
    @Test
    void nothingOnAScheduleWaitsForAnythingElseOnOne() throws InterruptedException {
        int tasks = holders.stream()
                .mapToInt(holder -> holder.getScheduledTasks().size())
                .sum();
        CountDownLatch allAtOnce = new CountDownLatch(tasks);
        Runnable waitsForTheOthers = () -> {
            allAtOnce.countDown();
            try {
                allAtOnce.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        };
        List<ScheduledFuture<?>> scheduled = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            scheduled.add(scheduler.scheduleWithFixedDelay(waitsForTheOthers, Duration.ofDays(1)));
        }

        boolean together = allAtOnce.await(20, TimeUnit.SECONDS);
        scheduled.forEach(task -> task.cancel(true));

        assertThat(tasks).isGreaterThan(5);
        assertThat(together).as("all at once").isTrue();
    }
}
