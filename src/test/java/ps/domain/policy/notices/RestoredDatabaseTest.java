package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.MailingId;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.Language;

/** The database is lost while a notice is under way, and comes back as it was some time before. */
@PolicyTest
class RestoredDatabaseTest {

    private static final int RECIPIENTS = 300;
    private static final String PASSWORD = "three olive trees";

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Notices notices;

    @Autowired
    private Mailings mailings;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private TestMails tests;

    @Autowired
    private TestClock clock;

    @Test
    void nobodyIsToldTwice() throws Exception {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT n, 'Sample', '', 'sample' || n || '@example.com', 'sample' || n || '@example.com', 'en', 'ACTIVE', now()
                FROM generate_series(1, :recipients) AS n
                """).param("recipients", RECIPIENTS).update();
        Postman.starts(application);
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        Notice notice = notices.all().getFirst();
        clock.advance(Duration.ofMinutes(10));
        try (ScriptedRelay relay = new ScriptedRelay()) {
            Postman postman = Postman.sendingTo(relay.port(), application);
            postman.goRound();
            StaffPrincipal tester = staff.register(
                    "tester@example.com", "Tester", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
            tests.send(
                    MailPreview.of(mailings.letters(notice.mailing()).getFirst(), Language.EN),
                    tester,
                    "notice:sample");
            TestDatabase database = TestDatabase.of(environment);
            database.backUp();
            forgetBrokenConnections();
            postman.goRound();
            postman.goRound();
            List<String> beforeTheLoss = List.copyOf(relay.recipients());
            database.restore();
            forgetBrokenConnections();

            Postman.starts(application);
            postman.goRound();
            RequestPostProcessor approver = SignedIn.as(staff.register(
                    "approver@example.com", "Approver", Role.APPROVER, Language.EN, PASSWORD, Actor.APPLICATION));

            assertThat(mailings.progress(notice.mailing()).phase()).isEqualTo(Phase.PAUSED);
            assertThat(jdbc.sql("SELECT mailing_id FROM test_mail")
                            .query((row, number) -> mailings.progress(
                                            new MailingId(row.getObject("mailing_id", UUID.class)))
                                    .phase())
                            .list())
                    .as("a test mail has no page where somebody could decide about it")
                    .containsExactly(Phase.STOPPED);
            assertThat(relay.recipients())
                    .as("nothing is sent until staff decide")
                    .isEqualTo(beforeTheLoss);
            assertThat(mailings.progress(notice.mailing()).accepted()).isLessThan(beforeTheLoss.size());
            assertThat(mvc.get().uri("/admin/notices/" + notice.id()).with(approver))
                    .bodyText()
                    .contains("restored from a backup", "accepted-elsewhere");

            String page = "/admin/notices/" + notice.id() + "/accepted-elsewhere";
            assertThat(mvc.get().uri(page).with(approver)).hasStatusOk();
            assertThat(mvc.post()
                            .uri(page)
                            .param("log", "some <line@example.com>")
                            .param("password", "a wrong one")
                            .with(approver)
                            .with(csrf()))
                    .hasStatus(422)
                    .bodyText()
                    .contains("some &lt;line@example.com&gt;</textarea>");
            assertThat(mvc.post()
                            .uri(page)
                            .param("log", logOf(beforeTheLoss))
                            .param("password", PASSWORD)
                            .with(approver)
                            .with(csrf()))
                    .hasStatus(302);
            assertThat(mailings.progress(notice.mailing()).accepted()).isEqualTo(accountHoldersIn(beforeTheLoss));
            assertThat(mvc.post()
                            .uri("/admin/notices/" + notice.id() + "/resumption")
                            .param("password", PASSWORD)
                            .with(approver)
                            .with(csrf()))
                    .hasStatus(302);
            while (mailings.progress(notice.mailing()).phase() != Phase.FINISHED) {
                clock.advance(Duration.ofMinutes(1));
                postman.goRound();
            }
            assertThat(relay.recipients()).doesNotHaveDuplicates();
            assertThat(accountHoldersIn(relay.recipients())).isEqualTo(RECIPIENTS);
        }
        Postman.starts(application);
        assertThat(jdbc.sql("SELECT count(*) FROM mailing_decision WHERE trouble = 'RESTORED'")
                        .query(Integer.class)
                        .single())
                .as("it is found once")
                .isOne();
    }

    /** Whether the test mail was among the first is left to chance, as it is which mailing goes on. */
    private static long accountHoldersIn(List<String> recipients) {
        return recipients.stream()
                .filter(recipient -> recipient.startsWith("sample"))
                .count();
    }

    private void forgetBrokenConnections() {
        application.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    }

    /** As Postfix writes it. */
    private static String logOf(List<String> recipients) {
        return recipients.stream()
                .map(recipient -> "Dec  1 11:10:02 mx postfix/smtp[12]: 4F1: to=<" + recipient
                        + ">, relay=mx.example[192.0.2.1]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)")
                .collect(Collectors.joining("\n"));
    }
}
