package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final Instant START = Instant.parse("2026-12-01T09:00:00Z");

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @ParameterizedTest
    @CsvSource({"1, PT5M", "2, PT15M", "3, PT1H", "4, PT4H", "5, PT12H", "6, PT24H", "7, PT24H"})
    void delaysGrowAndAreSpreadByAFifth(int failures, Duration delay) {
        for (int i = 0; i < 100; i++) {
            Instant next = RetrySchedule.next(failures, START, START, random).orElseThrow();
            assertThat(Duration.between(START, next))
                    .isBetween(
                            delay.multipliedBy(8).dividedBy(10),
                            delay.multipliedBy(12).dividedBy(10));
        }
    }

    @Test
    void theLastAttemptIsMadeAsThe72HoursEnd() {
        Instant end = START.plus(Duration.ofDays(3));

        assertThat(RetrySchedule.next(8, START, end.minusSeconds(60), random)).contains(end);
        assertThat(RetrySchedule.next(9, START, end, random)).isEmpty();
    }
}
