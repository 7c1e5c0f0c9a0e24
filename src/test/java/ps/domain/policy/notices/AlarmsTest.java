package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.AccountHoldersNotSynchronized;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

@PolicyTest
class AlarmsTest {

    @Autowired
    private Notices notices;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Test
    void whoeverCanDecideIsToldInTheirLanguageThatANoticeHasPaused() throws Exception {
        staff("editor@example.com", Role.EDITOR, Language.EN);
        staff("approver@example.com", Role.APPROVER, Language.AR);
        staff("admin@example.com", Role.ADMIN, Language.EN);
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT n, 'Sample', '', 'sample' || n || '@example.com', 'sample' || n || '@example.com', 'en', 'ACTIVE', now()
                FROM generate_series(1, 60) AS n
                """).update();
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        Notice notice = notices.all().getFirst();
        clock.advance(Duration.ofMinutes(10));

        try (ScriptedRelay relay = new ScriptedRelay()) {
            Postman postman = Postman.sendingTo(relay.port(), application);
            relay.answers("RCPT", "550 5.1.1 Unknown");
            postman.goRound();
            relay.isFriendly();
            postman.goRound();
            postman.goRound();

            assertThat(relay.recipients()).containsExactlyInAnyOrder("approver@example.com", "admin@example.com");
            assertThat(jdbc.sql("SELECT text FROM letter WHERE mailing_id <> :mailing")
                            .param("mailing", notice.mailing().value())
                            .query(String.class)
                            .list())
                    .hasSize(2)
                    .allSatisfy(text -> assertThat(text).contains("/admin/notices/" + notice.id()));
            assertThat(relay.messages())
                    .extracting(AlarmsTest::subject)
                    .containsExactlyInAnyOrder(
                            "domain.ps: Notice " + notice.reference() + " has paused",
                            "تنبيه من domain.ps: توقف الإشعار " + notice.reference() + " مؤقتًا");
        }
    }

    @Test
    void administratorsAreToldThatARunFromWhmcsWaitsForThem() {
        staff("approver@example.com", Role.APPROVER, Language.EN);
        staff("admin@example.com", Role.ADMIN, Language.EN);

        events.publishEvent(new AccountHoldersNotSynchronized(1, null));

        assertThat(jdbc.sql("SELECT address || ' ' || subject FROM delivery JOIN letter USING (mailing_id)")
                        .query(String.class)
                        .list())
                .containsExactly("admin@example.com domain.ps: A comparison with WHMCS waits for a decision");
    }

    private void staff(String email, Role role, Language language) {
        staff.register(email, "Sample", role, language, "three olive trees", Actor.APPLICATION);
    }

    private static String subject(String message) {
        try {
            String head = message.substring(0, message.indexOf("\r\n\r\n")).replace("\r\n ", " ");
            return MimeUtility.decodeText(head.lines()
                    .filter(line -> line.startsWith("Subject: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("Subject: ".length()));
        } catch (java.io.UnsupportedEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
