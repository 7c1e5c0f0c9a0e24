package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final Instant START = Instant.parse("2026-12-01T09:00:00Z");

    private final RandomGenerator random = new Random(20261201);

    @ParameterizedTest
    @CsvSource({"1, PT5M", "2, PT15M", "3, PT1H", "4, PT4H", "5, PT12H", "6, PT24H", "7, PT24H"})
    void delaysGrowAndAreSpreadByAFifth(int failures, Duration delay) {
        List<Duration> delays = IntStream.range(0, 1000)
                .mapToObj(i -> Duration.between(
                        START,
                        RetrySchedule.next(failures, START, START, random).orElseThrow()))
                .sorted()
                .toList();

        assertThat(delays.getFirst()).isBetween(percentOf(delay, 80), percentOf(delay, 85));
        assertThat(delays.getLast()).isBetween(percentOf(delay, 115), percentOf(delay, 120));
    }

    private static Duration percentOf(Duration delay, int percent) {
        return delay.multipliedBy(percent).dividedBy(100);
    }

    @Test
    void theLastAttemptIsMadeAsThe72HoursEnd() {
        Instant end = START.plus(Duration.ofDays(3));

        assertThat(RetrySchedule.next(8, START, end.minusSeconds(60), random)).contains(end);
        assertThat(RetrySchedule.next(9, START, end, random)).isEmpty();
    }
}
