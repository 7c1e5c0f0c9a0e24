package ps.domain.policy.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestClockConfiguration;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.versions.Version;

/** What readers see is right on every instance, at the right second. */
@PolicyTest
class TimelineEverywhereTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TestClock clock;

    @Test
    void whatOneInstancePublishesAnotherShowsWithinASecond() {
        SampleVersions samples = new SampleVersions(application);
        try (ConfigurableApplicationContext other = anotherInstance()) {
            Http here = new Http(port);
            Http there = new Http(other.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            assertThat(text(there, "/en/privacy")).doesNotContain("A new version of this policy");

            Version upcoming = samples.material(LocalDate.of(2027, 1, 1));
            assertThat(text(here, "/en/privacy")).contains("A new version of this policy");
            await().atMost(A_SECOND)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> text(there, "/en/privacy").contains("A new version of this policy"));
            assertThat(text(there, "/ar/privacy/versions/2")).contains("جملة النسخة 2.");
            assertThat(text(there, "/ar/privacy/feed.atom")).contains("أضفنا جملة.");

            samples.withdraw(upcoming);
            await().atMost(A_SECOND)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> text(there, "/en/privacy/versions/2").contains("withdrawn"));
            assertThat(text(there, "/en/privacy")).doesNotContain("A new version of this policy");
            assertThat(text(there, "/en/privacy/versions")).contains("We found a mistake in it.");
        }
    }

    @Test
    void aVersionTakesEffectAtMidnightInHebronAndNotASecondEarlier() {
        new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        Http http = new Http(port);

        clock.set(Instant.parse("2026-12-31T21:59:59.999Z"));
        assertThat(text(http, "/en/privacy")).doesNotContain("The sentence of version 2.");
        assertThat(text(http, "/en/privacy/versions/2")).contains("It takes effect on");

        clock.set(Instant.parse("2026-12-31T22:00:00Z"));
        assertThat(text(http, "/en/privacy")).contains("The sentence of version 2.");
        assertThat(text(http, "/ar/privacy")).contains("جملة النسخة 2.");
        assertThat(text(http, "/en/privacy/versions/1")).contains("It was in force from");
        assertThat(text(http, "/sitemap.xml")).contains("2027-01-01");
    }

    private ConfigurableApplicationContext anotherInstance() {
        return new SpringApplicationBuilder(PolicyApplication.class, TestClockConfiguration.class)
                .properties(
                        "server.port=0",
                        "management.server.port=0",
                        "policy.delivery.dispatching=false",
                        "spring.main.allow-bean-definition-overriding=true")
                .properties(TestDatabase.of(application.getEnvironment()).settings())
                .run();
    }

    private static String text(Http http, String path) {
        return new String(http.get(path).body(), UTF_8);
    }
}
