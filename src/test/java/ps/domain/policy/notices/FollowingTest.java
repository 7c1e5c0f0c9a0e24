package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.CountedStatements;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;

/** What it costs to look on while a notice is sent, and what it does not do. */
@PolicyTest
@Import(CountedStatements.class)
class FollowingTest {

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    private StaffBrowser browser;
    private String page;

    @BeforeEach
    void somebodyLooksOn() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, '', '', 'one@example.com', 'one@example.com', 'en', 'ACTIVE', now())
                """).update();
        transactions.executeWithoutResult(status -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        page = "/admin/notices/" + notices.all().getFirst().id();
        browser = StaffBrowser.of(staff, Role.APPROVER, "a-password-for-tests", port);
        browser.get(page);
    }

    @Test
    void itTakesThreeWordsWithTheDatabase() {
        follow("held");
        CountedStatements.clear();

        follow("held");

        assertThat(CountedStatements.sinceCleared())
                .as("the session, whether its person may still see this, how far it has come")
                .isEqualTo(3);
    }

    @Test
    void itDoesNotKeepASessionFromBeingIdle() {
        jdbc.sql(
                        "UPDATE spring_session SET last_access_time = last_access_time - 600000, expiry_time = expiry_time - 600000")
                .update();
        Map<String, Object> before = session();

        follow("held");
        // The phase is another one, so that buttons come with it, and with them the token of the session.
        follow("sending");
        assertThat(session()).isEqualTo(before);

        browser.get(page);
        assertThat(session()).isNotEqualTo(before);
    }

    @Test
    void thePageSaysThatItAsksByItself() {
        assertThat(StaffBrowser.page(browser.get(page)).select("#progress").attr("hx-headers"))
                .isEqualTo("{\"Unattended\": \"true\"}");
    }

    @Test
    void theTokenThatComesWithItIsTheOneOfTheSession() {
        assertThat(StaffBrowser.page(browser.follow(page + "/progress?phase=sending"))
                        .select("#notice-actions form input[name=_csrf]")
                        .size())
                .isPositive();
        assertThat(browser.post(page + "/pause", Map.of()).statusCode()).isEqualTo(302);
    }

    private void follow(String phase) {
        assertThat(browser.follow(page + "/progress?phase=" + phase).statusCode())
                .isEqualTo(200);
    }

    private Map<String, Object> session() {
        return jdbc.sql("SELECT last_access_time, expiry_time FROM spring_session")
                .query()
                .singleRow();
    }
}
