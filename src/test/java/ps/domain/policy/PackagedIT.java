package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ps.domain.policy.testing.Ports;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestDatabase;

/**
 * The jar as the image runs it: put together ahead of time, without a database or a provider in sight, and told of both
 * when it starts. Other tests put the application together anew.
 */
@Timeout(120)
class PackagedIT {

    private static final Pattern LINK = Pattern.compile("(/admin/set-password/\\S+)");
    private static final String PASSWORD = "a-password-for-tests";

    private static Process application;
    private static int port;
    private static int managementPort;
    private static String firstLink;
    private static List<String> database;

    @BeforeAll
    static void start() throws IOException {
        port = Ports.free();
        managementPort = Ports.free();
        database = Stream.of(TestDatabase.create().settings())
                .map(setting -> "--" + setting)
                .toList();
        List<String> command = command();
        command.addAll(List.of("--server.port=" + port, "--management.server.port=" + managementPort));
        command.add("--policy.staff.first-admin=admin@example.com");
        command.add("--policy.staff.second-factor-required-for=");
        command.add("--spring.security.oauth2.client.registration.company.client-id=policy");
        command.add("--spring.security.oauth2.client.registration.company.client-secret=for-tests");
        command.add("--spring.security.oauth2.client.registration.company.client-name=Company");
        command.add("--spring.security.oauth2.client.registration.company.provider=company");
        command.add("--spring.security.oauth2.client.provider.company.issuer-uri=http://localhost:1");
        command.addAll(database);
        application = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader log = application.inputReader();
        firstLink = firstLink(log);
        // Or it would wait for somebody to read on.
        Thread.ofVirtual().start(() -> log.lines().forEach(line -> {}));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        application.destroy();
        application.waitFor(); // or the database ends before it
    }

    /** As the image has it. */
    private static List<String> command() throws IOException {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@src/main/operations/jvm.options",
                "-jar",
                jar().toString()));
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("policy-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What is logged when everything else has started. */
    private static String firstLink(BufferedReader log) throws IOException {
        StringBuilder before = new StringBuilder();
        while (true) {
            String line = log.readLine();
            if (line == null) {
                throw new AssertionError("It ended before it had started:\n" + before);
            }
            before.append(line).append('\n');
            Matcher matcher = LINK.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
    }

    @Test
    void readersGetWhatTheyAskFor() throws IOException, InterruptedException {
        for (String language : List.of("ar", "en")) {
            for (String page :
                    List.of("", "/versions", "/versions/1", "/versions/1.pdf", "/versions/1.json", "/feed.atom")) {
                assertThat(get(port, "/" + language + "/privacy" + page).statusCode())
                        .as(page)
                        .isEqualTo(200);
            }
        }
        assertThat(get(port, "/ar/privacy").body()).contains("سياسة الخصوصية", "dir=\"rtl\"");
        assertThat(get(managementPort, "/actuator/health/readiness").statusCode())
                .isEqualTo(200);
        assertThat(get(managementPort, "/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void staffWorkWithItAndAProviderIsOfferedThatOnlyTheSettingsName() {
        StaffBrowser browser = new StaffBrowser(port);
        browser.get(firstLink);
        assertThat(browser.post(firstLink, Map.of("password", PASSWORD, "repeated", PASSWORD))
                        .statusCode())
                .isEqualTo(302);
        assertThat(page(browser.get("/admin/sign-in?language=en")).text()).contains("Company");
        assertThat(target(browser.signIn("admin@example.com", PASSWORD))).isEqualTo("/admin");

        for (String page : List.of("drafts", "notices", "account-holders", "staff", "trail", "me", "verification")) {
            assertThat(browser.get("/admin/" + page).statusCode()).as(page).isEqualTo(200);
        }
        browser.get("/admin/drafts");
        String draft = target(browser.post("/admin/drafts", Map.of()));
        assertThat(draft).startsWith("/admin/drafts/");
        assertThat(page(browser.get(draft)).select(".sections > li")).hasSize(11);
    }

    /** Below a native frame each would keep one of the threads that carry all requests, and soon nobody be answered. */
    @Test
    void manyMayWaitForTheDatabaseAtOnce() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 100)
                    .mapToObj(n -> HttpRequest.newBuilder(URI.create(
                                    "http://localhost:" + port + "/admin/set-password/nobody-has-this-one-" + n))
                            .timeout(Duration.ofSeconds(30))
                            .build())
                    .map(request -> client.sendAsync(request, BodyHandlers.ofString()))
                    .toList();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isBetween(400, 499));
        }
    }

    @Test
    void whatIsRecordedIsVerifiedByTheSameCommand() throws IOException, InterruptedException {
        List<String> command = command();
        command.add("verify");
        command.addAll(database);

        Process verification =
                new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(verification.inputReader().readAllAsString()).contains("Everything is as it was recorded.");
        assertThat(verification.waitFor()).isZero();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
