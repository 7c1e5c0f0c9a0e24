package ps.domain.policy.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StoppableDatabase;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestClockConfiguration;

/** The database is stopped for real, and started again. */
class DatabaseAwayTest {

    private static final Duration A_HANG = Duration.ofMinutes(1);

    private static final List<String> PAGES = List.of(
            "/ar/privacy",
            "/en/privacy",
            "/en/privacy/versions",
            "/ar/privacy/versions/1",
            "/en/privacy/feed.atom",
            "/sitemap.xml",
            "/assets/reader.css");

    @Test
    void readersKeepReadingWhileTheDatabaseIsAway() throws Exception {
        try (StoppableDatabase database = new StoppableDatabase();
                ConfigurableApplicationContext application = start(database)) {
            Http http = new Http(port(application, "local.server.port"));
            Http management = new Http(port(application, "local.management.port"));
            new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
            PAGES.forEach(
                    path -> assertThat(http.get(path).statusCode()).as(path).isEqualTo(200));
            assertThat(health(management)).contains("\"status\":\"UP\"").doesNotContain("DEGRADED");

            database.stop();

            await().atMost(A_HANG).until(() -> health(management).contains("DEGRADED"));
            assertThat(management.get("/actuator/health").statusCode()).isEqualTo(200);
            assertThat(management.get("/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            for (String path : PAGES) {
                assertThat(http.get(path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(text(http.get("/ar/privacy/versions/2"))).contains("جملة النسخة 2.");

            // An effective date passes meanwhile.
            application.getBean(TestClock.class).set(Instant.parse("2027-01-01T00:00:00Z"));
            assertThat(text(http.get("/en/privacy"))).contains("The sentence of version 2.");

            for (String language : List.of("ar", "en")) {
                Instant asked = Instant.now();
                HttpResponse<byte[]> staff = askForDrafts(http, language);
                assertThat(staff.statusCode()).isEqualTo(503);
                assertThat(staff.headers().firstValue("Retry-After")).hasValue("30");
                assertThat(text(staff))
                        .contains(
                                "lang=\"" + language + "\"",
                                language.equals("ar") ? "يتعذّر عرض هذه الصفحة الآن" : "We cannot show this right now");
                assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(20));
            }

            database.start();

            await().atMost(A_HANG).until(() -> !health(management).contains("DEGRADED"));
            new SampleVersions(application).minor(LocalDate.of(2027, 2, 1));
            assertThat(text(http.get("/en/privacy"))).contains("A new version of this policy");
            assertThat(http.get("/admin/sign-in").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void staffAreToldToComeBackWhicheverStepTheDatabaseIsMissedAt() throws Exception {
        try (StoppableDatabase database = new StoppableDatabase();
                ConfigurableApplicationContext application = start(database)) {
            Http http = new Http(port(application, "local.server.port"));
            Set<Integer> answers = ConcurrentHashMap.newKeySet();
            AtomicBoolean enough = new AtomicBoolean();
            try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int visitor = 0; visitor < 8; visitor++) {
                    visitors.execute(() -> {
                        while (!enough.get()) {
                            answers.add(askForDrafts(http, "en").statusCode());
                        }
                    });
                }
                try {
                    await().atMost(A_HANG).until(() -> answers.contains(302));
                    database.stop();
                    await().atMost(A_HANG).until(() -> answers.contains(503));
                    database.start();
                    answers.remove(302);
                    await().atMost(A_HANG).until(() -> answers.contains(302));
                } finally {
                    enough.set(true);
                }
            }
            assertThat(answers).containsExactlyInAnyOrder(302, 503);
        }
    }

    private static HttpResponse<byte[]> askForDrafts(Http http, String language) {
        return http.get(
                "/admin/drafts",
                "Cookie",
                "__Host-session=MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw",
                "Accept",
                "text/html",
                "Accept-Language",
                language);
    }

    private static ConfigurableApplicationContext start(StoppableDatabase database) {
        return new SpringApplicationBuilder(PolicyApplication.class, TestClockConfiguration.class)
                .properties(
                        "server.port=0", "policy.delivery.dispatching=false", "spring.datasource.url=" + database.url())
                .run("--management.server.port=0"); // as a property it would not count beside the application's own
    }

    private static int port(ConfigurableApplicationContext application, String name) {
        return application.getEnvironment().getRequiredProperty(name, Integer.class);
    }

    private static String health(Http management) {
        return text(management.get("/actuator/health"));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }
}
