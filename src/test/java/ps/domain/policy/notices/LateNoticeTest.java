package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.versions.Version;

/** What staff are told when account holders get less time than the minimum notice. */
@PolicyTest
@TestPropertySource(properties = "policy.minimum-notice=14d")
class LateNoticeTest {

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private Notices notices;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private ScriptedRelay relay;
    private StaffBrowser approver;
    private Notice notice;

    @BeforeEach
    void aVersionIsPublishedFourteenDaysAndAnHourBefore() throws IOException {
        relay = new ScriptedRelay();
        clock.set(Instant.parse("2026-12-17T21:00:00Z")); // in Hebron it is 23:00
        approver = StaffBrowser.of(staff, Role.APPROVER, PASSWORD, port);
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample', '', 'one@example.com', 'one@example.com', 'en', 'ACTIVE', :now)
                """).param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
        Version version = transactions.execute(transaction -> {
            Version published = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
            notices.announce(published, Actor.APPLICATION);
            return published;
        });
        notice = notices.about(version.number()).getFirst();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void inTimeNothingIsSaid() {
        clock.advance(Duration.ofMinutes(30));
        Postman.sendingTo(relay.port(), application).goRound();
        clock.advance(Duration.ofDays(5));
        signInAgain();

        assertThat(warningOn("/admin/notices/" + notice.id())).isEmpty();
        assertThat(warningOn("/admin/drafts")).isEmpty();
    }

    @Test
    void ofTheLastAcceptanceThatCameTooLateTheFairDayIsSaidWithALinkToThatPostponement() {
        clock.advance(Duration.ofHours(27)); // 02:00 in Hebron, on the second day after
        Postman.sendingTo(relay.port(), application).goRound();
        clock.advance(Duration.ofHours(1));
        signInAgain();

        for (String path : new String[] {"/admin/notices/" + notice.id(), "/admin/drafts"}) {
            assertThat(warningOn(path))
                    .as(path)
                    .contains(
                            "The mail server took the last email on 19 December 2026, 02:00",
                            "takes effect on 1 January 2027",
                            "The first day that leaves everybody enough is 3 January 2027");
        }
        Document page = StaffBrowser.page(approver.get("/admin/drafts"));
        Document form = StaffBrowser.page(
                approver.get(page.expectFirst(".message.warning a").attr("href")));
        assertThat(form.expectFirst("#to").val()).isEqualTo("2027-01-03");
        assertThat(form.select(".message.warning").text()).contains("3 January 2027");
    }

    @Test
    void whileItIsBeingSentTheEndIsForetold() {
        clock.advance(Duration.ofHours(2)); // 01:00 in Hebron, and nothing is sent

        assertThat(warningOn("/admin/notices/" + notice.id()))
                .contains("at the earliest", "The first day that leaves everybody enough is 2 January 2027");
    }

    /** No session lasts as long as these tests go on. */
    private void signInAgain() {
        approver.signIn("approver@example.com", PASSWORD);
    }

    private String warningOn(String path) {
        Document page = StaffBrowser.page(approver.get(path));
        assertThat(page.select(".session .user").text()).isEqualTo("Sample APPROVER");
        return page.select(".message.warning").text();
    }
}
