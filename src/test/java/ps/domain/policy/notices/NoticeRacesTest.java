package ps.domain.policy.notices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.csv.CsvImport;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.AtOnce;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.Language;

/** Two who decide about one notice, or about one account holder, at the same moment: it happens once. */
@PolicyTest
class NoticeRacesTest {

    private static final int ROUNDS = 3;

    private static final String PASSWORD = "a-password-for-tests";

    private static final String LIST = "client_id,name,organization,email,language,status\n";

    @LocalServerPort
    private int port;

    @Autowired
    private Notices notices;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private CsvImport csv;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private JdbcClient jdbc;

    private StaffBrowser hers;
    private StaffBrowser his;

    @BeforeEach
    void twoAdministrators() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now()),
                       (2, 'Sample Person', '', 'two@example.com', 'two@example.com', 'en', 'CLOSED', now())
                """).update();
        hers = signedIn("amal@example.com");
        his = signedIn("basil@example.com");
    }

    @RepeatedTest(ROUNDS)
    void itIsPausedAndGoesOnAndIsStoppedOnce() throws Exception {
        String notice = announced();

        both(notice + "/pause", Map.of());
        both(notice + "/resumption", Map.of("password", PASSWORD));
        both(notice + "/stop", Map.of("password", PASSWORD));

        assertThat(trail("notice.paused", "notice.resumed", "notice.stopped"))
                .containsExactly("notice.paused", "notice.resumed", "notice.stopped");
        assertThat(jdbc.sql("SELECT decision FROM mailing_decision ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("PAUSED", "RESUMED", "STOPPED");
    }

    @RepeatedTest(ROUNDS)
    void whatWasNotAcceptedIsAttemptedAgainOnce() throws Exception {
        String notice = announced();
        jdbc.sql("""
                UPDATE delivery SET state = 'REFUSED', next_attempt_at = NULL, attempts = 1, answered_at = now(), code = 550,
                  reply = 'No.'
                """).update();
        jdbc.sql("UPDATE mailing_count SET counted = 'REFUSED'").update();

        both(notice + "/retry", Map.of("reason", "They say it works now.", "password", PASSWORD));

        assertThat(trail("notice.retried")).hasSize(1);
        assertThat(count("SELECT count(*) FROM delivery_attempt")).isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void somebodyIsErasedOnce() throws Exception {
        String page = "/admin/account-holders/2/erasure";
        look(page);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(page, Map.of("password", PASSWORD)),
                () -> his.post(page, Map.of("password", PASSWORD)));

        assertThat(answers).extracting(HttpResponse::statusCode).contains(302).allMatch(status -> status < 500);
        assertThat(trail("account-holders.erased")).hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void somebodyIsErasedOrAListOpensTheAccountAgain() throws Exception {
        String list = "/admin/account-holders/imports/" + staged("2,Sample Person,,two@example.com,en,Active\n");
        String page = "/admin/account-holders/2/erasure";
        hers.get(page);
        his.get(list);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(page, Map.of("password", PASSWORD)), () -> his.post(list + "/application", Map.of()));

        boolean imported = !trail("account-holders.imported").isEmpty();
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .as("refused, or outdated")
                .containsExactly(imported ? 409 : 302, imported ? 302 : 409);
        assertThat(trail("account-holders.erased")).hasSize(imported ? 0 : 1);
        assertThat(count("SELECT count(*) FROM account_holder WHERE client_id = 2 AND status = 'ACTIVE'"))
                .isEqualTo(imported ? 1 : 0);
    }

    @Test
    void nobodyIsErasedWhoseAccountAListOpensMeanwhile() throws Exception {
        String page = "/admin/account-holders/2/erasure";
        hers.get(page);
        try (ExecutorService browser = Executors.newSingleThreadExecutor()) {
            Future<HttpResponse<String>> answer = Objects.requireNonNull(transactions.execute(transaction -> {
                jdbc.sql("LOCK TABLE account_holder IN SHARE ROW EXCLUSIVE MODE")
                        .update(); // as a list does
                Future<HttpResponse<String>> asked =
                        browser.submit(() -> hers.post(page, Map.of("password", PASSWORD)));
                await().until(() -> asked.isDone() || isSomebodyWaiting());
                jdbc.sql("UPDATE account_holder SET status = 'ACTIVE' WHERE client_id = 2")
                        .update();
                return asked;
            }));

            assertThat(answer.get().statusCode()).isEqualTo(409);
        }
        assertThat(count("SELECT count(*) FROM account_holder WHERE client_id = 2"))
                .isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void aListIsAppliedOrDiscardedOnce() throws Exception {
        String list = "/admin/account-holders/imports/" + staged("3,Sample,,three@example.com,en,Active\n");
        look(list);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(list + "/application", Map.of()),
                () -> his.post(list + "/application", Map.of()),
                () -> his.post(list + "/discard", Map.of()));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500, "no failure of ours");
        assertThat(trail("account-holders.imported", "account-holders.discarded"))
                .hasSize(1);
    }

    private String announced() {
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        return "/admin/notices/" + notices.all().getFirst().id();
    }

    private long staged(String rows) {
        return csv.stage(new ByteArrayInputStream((LIST + rows).getBytes(UTF_8)), "list.csv", Actor.APPLICATION);
    }

    private void both(String path, Map<String, String> form) throws Exception {
        look(path.replaceFirst("/[a-z]+$", ""));
        assertThat(AtOnce.all(() -> hers.post(path, form), () -> his.post(path, form)))
                .extracting(HttpResponse::statusCode)
                .containsExactly(302, 302);
    }

    private void look(String path) {
        assertThat(hers.get(path).statusCode()).isEqualTo(200);
        assertThat(his.get(path).statusCode()).isEqualTo(200);
    }

    private StaffBrowser signedIn(String email) {
        staff.register(email, email, Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, PASSWORD);
        return browser;
    }

    private List<String> trail(String... actions) {
        return jdbc.sql("SELECT action FROM audit_entry WHERE action IN (:actions) ORDER BY seq")
                .param("actions", List.of(actions))
                .query(String.class)
                .list();
    }

    private boolean isSomebodyWaiting() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                > 0;
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
