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

    /** A second, on a machine that does nothing else. The slow look comes ten after the last word from the database. */
    private static final Duration SOON = Duration.ofSeconds(5);

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
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> text(there, "/en/privacy").contains("A new version of this policy"));
            assertThat(text(there, "/ar/privacy/versions/2")).contains("جملة النسخة 2.");
            assertThat(text(there, "/ar/privacy/feed.atom")).contains("أضفنا جملة.");

            samples.postpone(upcoming, LocalDate.of(2027, 2, 15));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> text(there, "/en/privacy").contains("2027-02-15"));
            assertThat(text(there, "/en/privacy/versions/2"))
                    .contains(
                            "It takes effect on", "2027-02-15", "Postponed on", "Account holders asked for more time.");
            assertThat(text(there, "/ar/privacy/versions"))
                    .contains("أُجّل سريانها في", "2027-01-01", "2027-02-15", "طلب أصحاب الحسابات وقتًا أطول.");
            assertThat(text(there, "/en/privacy/feed.atom"))
                    .contains("in force from 15 February 2027", "Account holders asked for more time.");

            samples.withdraw(upcoming);
            await().atMost(SOON)
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

    @Test
    void aPostponedVersionTakesEffectOnItsNewDay() {
        SampleVersions samples = new SampleVersions(application);
        Version second = samples.material(LocalDate.of(2027, 1, 1));
        clock.advance(Duration.ofDays(2));
        samples.postpone(second, LocalDate.of(2027, 1, 20));
        clock.advance(Duration.ofDays(2));
        samples.postpone(second, LocalDate.of(2027, 2, 1));
        Http http = new Http(port);

        assertThat(text(http, "/en/privacy/feed.atom"))
                .contains("<published>2026-12-01T09:00:00Z</published><updated>2026-12-05T09:00:00Z</updated>");
        assertThat(text(http, "/sitemap.xml")).contains("<lastmod>2026-12-05</lastmod>");
        assertThat(http.get("/en/privacy/versions/2.json").headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).doesNotContain("immutable"));

        clock.set(Instant.parse("2027-01-31T21:59:59.999Z"));
        assertThat(text(http, "/en/privacy")).doesNotContain("The sentence of version 2.");
        assertThat(http.get("/en/privacy/on/2027-01-25").headers().firstValue("Location"))
                .contains("/en/privacy/versions/1");

        clock.set(Instant.parse("2027-01-31T22:00:00Z"));
        assertThat(text(http, "/en/privacy")).contains("The sentence of version 2.", "2027-02-01");
        assertThat(text(http, "/en/privacy/versions/1")).contains("2027-01-31");
        assertThat(text(http, "/en/privacy/versions")).contains("2027-01-20", "2027-02-01");
        assertThat(text(http, "/sitemap.xml")).contains("<lastmod>2027-02-01</lastmod>");
        assertThat(text(http, "/en/privacy/versions/2.md")).contains("last-updated: 2027-02-01");
        assertThat(text(http, "/en/privacy/versions/2.txt")).contains("1 February 2027");
        assertThat(text(http, "/en/privacy/versions/2.json")).contains("\"effectiveFrom\":\"2027-02-01\"");
        assertThat(http.get("/en/privacy/versions/2.json").headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    }

    private ConfigurableApplicationContext anotherInstance() {
        return new SpringApplicationBuilder(PolicyApplication.class, TestClockConfiguration.class)
                .properties(
                        "server.port=0",
                        "policy.delivery.dispatching=false",
                        "spring.main.allow-bean-definition-overriding=true")
                .properties(TestDatabase.of(application.getEnvironment()).settings())
                .run("--management.server.port=0"); // as a property it would not count beside the application's own
    }

    private static String text(Http http, String path) {
        return new String(http.get(path).body(), UTF_8);
    }
}
