package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import jakarta.servlet.Filter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.SampleBounces;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;

/** What operators see of the application: figures and a log, and in neither of them a person. */
@PolicyTest
@ExtendWith(OutputCaptureExtension.class)
class OperationsTest {

    private static final String PASSWORD = "a-long-sample-password";

    private static final Path ALERTS = Path.of("src", "main", "operations", "alerts.yaml");
    private static final Path DASHBOARD = Path.of("src", "main", "operations", "dashboard.json");

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Test
    void neitherTheLogNorTheFiguresNameAnybody(CapturedOutput output) throws Exception {
        RequestPostProcessor editor = SignedIn.as(staff, Role.EDITOR);
        upload(
                editor,
                "1,Sample Qasem,,qasem.holder@example.com,arabic,Active\n2,Sample Lubna,,lubna.holder@example.com,english,Active\n",
                true);
        upload(
                editor,
                "3,Sample Broken,,broken.holder@@example.com,xx,Asleep\n1,Sample Twice,,twice.holder@example.com,arabic,Active\n",
                false);
        StaffBrowser browser = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
        for (int attempt = 0; attempt < 7; attempt++) {
            new StaffBrowser(port).signIn("admin@example.com", "wrong-sample-password");
            new StaffBrowser(port).signIn("stranger.staff@example.com", PASSWORD);
        }
        browser.get("/admin/account-holders?q=lubna.holder");
        browser.get("/admin/account-holders/lubna.holder@example.com");
        new Http(port).get("/ar/privacy?email=reader.person@example.com");
        new Http(port).get("/en/notice/reader.person@example.com");
        new Http(port).get("/" + "en/privacy/on/reader.person", "Cookie", "name=reader person@example.com;;=");

        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        UUID mailing = jdbc.sql("SELECT id FROM mailing").query(UUID.class).single();
        clock.advance(Duration.ofMinutes(10));
        try (ScriptedRelay relay = new ScriptedRelay()) {
            relay.answers("qasem.holder@example.com", "550 5.1.1 <qasem.holder@example.com>: Unknown");
            relay.answers("DOT lubna.holder@example.com", "451 4.3.0 lubna.holder@example.com: later");
            Postman postman = Postman.sendingTo(relay.port(), application);
            postman.goRound();
            clock.advance(Duration.ofHours(1));
            relay.answers("DOT lubna.holder@example.com", "554 5.7.1 lubna.holder@example.com: message refused");
            postman.goRound();
        }
        Postman.returns(
                application,
                SampleBounces.of("postfix", UUID.randomUUID(), "bounces@domain.ps", "lubna.holder@example.com"));
        assertThatThrownBy(() -> jdbc.sql("""
                INSERT INTO delivery (id, mailing_id, address, variant, state)
                VALUES (:id, :mailing, :address, 'ar', 'QUEUED')
                """)
                        .param("id", UUID.randomUUID())
                        .param("mailing", mailing)
                        .param("address", "qasem.holder@example.com")
                        .update())
                .isInstanceOf(DuplicateKeyException.class)
                .message()
                .doesNotContain("qasem");
        assertThat(answerTo(new CannotGetJdbcConnectionException(
                        "For lubna.holder@example.com",
                        new SQLException(
                                "Key (email)=(qasem.holder@example.com), at inner.database.example:5432", "08006"))))
                .isEqualTo(503);
        assertThat(answerTo(new IllegalStateException("No qasem.holder@example.com")))
                .isEqualTo(500);
        Runnable failing = () -> {
            throw new IllegalArgumentException("No lubna.holder@example.com");
        };
        application
                .getBean(TaskScheduler.class)
                .schedule(failing, Instant.now())
                .get();
        await().until(() -> output.getAll().contains("Something on a schedule went wrong"));

        Set<String> people = Set.of(
                "qasem",
                "lubna",
                "broken.holder",
                "twice.holder",
                "stranger",
                "reader.person",
                "admin@",
                "Sample ",
                "inner.database");
        assertThat(output.getAll())
                .as("what is written")
                .contains(
                        "is paused",
                        "does not answer a GET: CannotGetJdbcConnectionException, since SQLException 08006",
                        "A GET could not be answered",
                        "IllegalStateException\n\tat ps.domain.policy.OperationsTest.",
                        "IllegalArgumentException\n\tat ps.domain.policy.OperationsTest.");
        String figures = scrape();
        assertThat(people).allSatisfy(person -> {
            assertThat(output.getAll()).as("the log").doesNotContainIgnoringCase(person);
            assertThat(figures).as("the figures").doesNotContainIgnoringCase(person);
        });
        assertThat(figures.lines())
                .contains(
                        "policy_deliveries_answers_total{outcome=\"refused\"} 2.0",
                        "policy_mailings_paused 1.0",
                        "policy_account_holders_age_seconds 4200.0");
        assertThat(valueOf(figures, "policy_sign_ins_total{outcome=\"failure\"}"))
                .isGreaterThanOrEqualTo(5);
        assertThat(valueOf(figures, "policy_sign_ins_total{outcome=\"throttled\"}"))
                .isPositive();
        assertThat(valueOf(figures, "policy_pages_served_total{answer=\"whole\"}"))
                .isPositive();
    }

    @Test
    void everyFigureThatAlertsAndDashboardAskForIsThere() throws Exception {
        new Http(port).get("/ar/privacy");
        Set<String> there = scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());

        String asked = Files.readString(ALERTS) + Files.readString(DASHBOARD);
        Set<String> names = Pattern.compile("\\b(policy|jvm|process|hikaricp|http_server)_[a-z_]+\\b")
                .matcher(asked)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).hasSizeGreaterThan(10);
        assertThat(there).containsAll(names);
    }

    /** The status of the answer when something goes wrong in the middle of a request. */
    private int answerTo(RuntimeException failed) throws Exception {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        application
                .getBean("outageFilter", Filter.class)
                .doFilter(new MockHttpServletRequest("GET", "/admin/drafts"), answer, (asked, answered) -> {
                    throw failed;
                });
        return answer.getStatus();
    }

    private String scrape() {
        return new String(new Http(managementPort).get("/actuator/prometheus").body(), StandardCharsets.UTF_8);
    }

    private static double valueOf(String figures, String name) {
        return figures.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private void upload(RequestPostProcessor editor, String lines, boolean apply) {
        String page = mvc.post()
                .uri("/admin/account-holders/imports")
                .multipart()
                .file(new MockMultipartFile(
                        "file",
                        "list.csv",
                        "text/csv",
                        ("client_id,name,organization,email,language,status\n" + lines)
                                .getBytes(StandardCharsets.UTF_8)))
                .with(editor)
                .with(csrf())
                .exchange()
                .getResponse()
                .getRedirectedUrl();
        if (apply) {
            assertThat(mvc.post().uri(page + "/application").with(editor).with(csrf()))
                    .hasStatus3xxRedirection();
        }
    }
}
