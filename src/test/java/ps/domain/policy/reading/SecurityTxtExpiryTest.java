package ps.domain.policy.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import ps.domain.policy.testing.TestClock;

/** What operators hear of a security.txt that is not to be used any more. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityTxtExpiryTest {

    private static final String OVER = "security.txt is not to be used any more";
    private static final String FAR = "RFC 9116 recommends less than a year";

    private final TestClock clock = new TestClock();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, false, false",
                "2026-12-01T09:00:00Z, true, false",
                "2026-12-01T09:00:01Z, false, false",
                "2027-12-01T09:00:00Z, false, false",
                "2099-01-01T00:00:00Z, false, true",
            })
    void aStartWarnsOfAMomentThatIsOverOrFarAway(
            @Nullable Instant expires, boolean over, boolean far, CapturedOutput output) {
        of(expires, "mailto:security@example.com").lookAtStart();

        assertThat(output.getAll().contains(OVER)).isEqualTo(over);
        assertThat(output.getAll().contains(FAR)).isEqualTo(far);
    }

    @Test
    void oneThatRunsPastItSaysSoWithoutAStart(CapturedOutput output) {
        SecurityTxtExpiry expiry = of(TestClock.START.plus(Duration.ofDays(3)), "mailto:security@example.com");
        expiry.lookAtStart();
        assertThat(output).doesNotContain(OVER);

        clock.advance(Duration.ofDays(3));
        expiry.warnIfOver();

        assertThat(output).contains("policy.security-txt.expires was 2026-12-04T09:00:00Z: " + OVER);
    }

    @Test
    void nothingIsSaidOfAFileThatIsNotThere(CapturedOutput output) {
        of(Instant.EPOCH).lookAtStart();

        assertThat(output).doesNotContain(OVER);
    }

    @Test
    void aMeterCountsTheTimeThatIsLeft() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SecurityTxtExpiry expiry = of(TestClock.START.plusSeconds(60), "mailto:security@example.com");
        expiry.bindTo(registry);

        clock.advance(Duration.ofSeconds(90));

        assertThat(registry.get("policy.security.txt.expires").timeGauge().value())
                .isEqualTo(-30);
    }

    private SecurityTxtExpiry of(@Nullable Instant expires, String... contact) {
        return new SecurityTxtExpiry(
                new SecurityTxtSettings(
                        List.of(contact).stream().map(URI::create).toList(), null, null, null, null, expires),
                clock);
    }
}
