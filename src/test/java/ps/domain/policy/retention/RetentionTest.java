package ps.domain.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Verification;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.SampleBounces;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.notices.MailPreview;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.notices.TestMails;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

/** What is old goes by itself, and what proves a notice is still proved. */
@PolicyTest
class RetentionTest {

    @Autowired
    private Retention retention;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private PseudonymKeyHealth health;

    @Autowired
    private RetentionRuns runs;

    @Autowired
    private Notices notices;

    @Autowired
    private TestMails testMails;

    @Autowired
    private Pseudonyms pseudonyms;

    @Autowired
    private Verification verification;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Autowired
    private StaffRegistration staff;

    private ScriptedRelay relay;

    @BeforeEach
    void whatIsThere() throws IOException {
        relay = new ScriptedRelay();
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Rana', '', 'one@example.com', 'one@example.com', 'en', 'ACTIVE', now()),
                       (2, 'Lina', '', 'Two@example.com', 'two@example.com', 'ar', 'ACTIVE', now()),
                       (3, 'Omar', '', 'two@example.com', 'two@example.com', 'ar', 'ACTIVE', now()),
                       (4, 'Sami', '', 'closed@example.com', 'closed@example.com', 'ar', 'CLOSED', now())
                """).update();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void addressesInOldNoticesBecomePseudonymsOnceEverythingAboutThemHasEnded() {
        Version version = announce(LocalDate.of(2027, 1, 1));
        relay.answers("two@example.com", "450 4.2.0 <Two@example.com> is busy");
        relay.answers("Two@example.com", "450 4.2.0 <Two@example.com> is busy");
        send();
        clock.advance(Duration.ofDays(3 * 365 + 2));
        retention.apply();
        assertThat(raw()).as("it is still being sent").isPositive();

        relay.isFriendly();
        send();
        clock.advance(Duration.ofDays(1));
        retention.apply();

        assertThat(raw()).isZero();
        assertThat(jdbc.sql("SELECT client_id FROM notice_recipient ORDER BY 1")
                        .query(Long.class)
                        .list())
                .containsExactly(1L, 2L, 3L);
        assertThat(jdbc.sql("SELECT DISTINCT email FROM notice_recipient WHERE client_id > 1")
                        .query(String.class)
                        .list())
                .containsExactly(pseudonyms.ofAddress("two@example.com"));
        assertThat(jdbc.sql("SELECT email FROM account_holder WHERE client_id = 1")
                        .query(String.class)
                        .single())
                .isEqualTo("one@example.com");
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
        assertThat(trail()).containsExactly("notice.pseudonymized {\"unreached\": 1, \"accountHolders\": 3}");

        // Once a day, and nothing is done twice.
        retention.apply();
        clock.advance(Duration.ofDays(1));
        retention.apply();
        assertThat(trail()).hasSize(1);
        assertThat(runs.last()).contains(clock.instant());
        assertThat(version.number()).isEqualTo(2);
    }

    @Test
    void anUpcomingVersionAndAnotherInstanceAreWaitedFor() {
        announce(LocalDate.of(2031, 1, 1));
        send();
        clock.advance(Duration.ofDays(3 * 365 + 2));
        retention.apply();
        assertThat(raw()).as("its effective date is still to come").isPositive();

        clock.advance(Duration.ofDays(426));
        assertThat(runs.begin()).isTrue();
        retention.apply();
        assertThat(raw()).as("another instance is at it").isPositive();
        clock.advance(Duration.ofMinutes(10));
        retention.apply();
        assertThat(raw()).isZero();
    }

    @Test
    void whatIsOnlyTechnicalIsDeletedAndTheFiguresGoOn() {
        StaffPrincipal huda =
                staff.register("huda@staff.example", "Huda", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        announce(LocalDate.of(2027, 1, 1));
        assertThat(testMails.send(new MailPreview(Language.EN, "Subject", "<p>Text</p>", "Text"), huda, "draft:x"))
                .isTrue();
        send();
        UUID delivery = jdbc.sql("SELECT delivery_id FROM notice_recipient WHERE client_id = 1")
                .query(UUID.class)
                .single();
        Postman.returns(application, SampleBounces.of("postfix", delivery, "bounces@domain.ps", "one@example.com"));
        Postman.returns(application, SampleBounces.of("postfix", UUID.randomUUID(), "x@domain.ps", "who@example.com"));
        jdbc.sql("""
                INSERT INTO staff_link (token_hash, account_id, purpose, expires_at)
                SELECT sha256('x'), id, 'SET_PASSWORD', :now FROM staff_account
                """).param("now", now()).update();
        jdbc.sql("""
                INSERT INTO staff_device (token_hash, account_id, first_at, last_at)
                SELECT sha256('x'), id, :now, :now FROM staff_account
                """).param("now", now()).update();
        jdbc.sql("""
                INSERT INTO account_import (source, file_name, file_hash, staged_at, staged_by_name, failure, ended_at)
                VALUES ('WHMCS', '', sha256('x'), :now, 'Huda', 'INTERRUPTED', :now)
                """).param("now", now()).update();
        jdbc.sql("INSERT INTO whmcs_language (client_id, asked_at) VALUES (1, :now), (99, :now)")
                .param("now", now())
                .update();
        long answers = count("SELECT sum(answers) FROM mailing_reply");

        clock.advance(Duration.ofDays(89));
        retention.apply();
        assertThat(trail()).isEmpty();
        clock.advance(Duration.ofDays(2));
        retention.apply();

        assertThat(List.of(
                        count("SELECT count(*) FROM bounce_report WHERE octet_length(raw) > 0 OR open OR sender <> ''"),
                        count("SELECT count(*) FROM bounce WHERE final_recipient = 'who@example.com'"),
                        count("SELECT count(*) FROM mailing WHERE passing"),
                        count("SELECT count(*) FROM delivery WHERE address LIKE '%staff.example'"),
                        count("SELECT count(*) FROM test_mail"),
                        count("SELECT count(*) FROM staff_link"),
                        count("SELECT count(*) FROM staff_device"),
                        count("SELECT count(*) FROM account_import"),
                        count("SELECT count(*) FROM whmcs_language WHERE client_id = 99")))
                .containsOnly(0L);
        assertThat(count("SELECT count(*) FROM bounce WHERE final_recipient = 'one@example.com'"))
                .as("what came back of a notice is evidence")
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM delivery")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM whmcs_language")).isEqualTo(1);
        assertThat(count("SELECT sum(answers) FROM mailing_reply")).isEqualTo(answers);
        assertThat(raw()).isPositive();
        assertThat(trail()).singleElement().asString().contains("\"reports\": 2", "\"mailings\": 1", "\"links\": 1");
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM delivery").update()).hasMessageContaining("is refused");
    }

    @Test
    void whatARunRemovedThatDidNotComeToItsEndIsOnTheTrailOfTheNext() {
        staff.register("huda@staff.example", "Huda", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        jdbc.sql("""
                INSERT INTO staff_link (token_hash, account_id, purpose, expires_at)
                SELECT sha256('x'), id, 'SET_PASSWORD', :now FROM staff_account
                """).param("now", now()).update();
        jdbc.sql("INSERT INTO whmcs_language (client_id, asked_at) VALUES (99, :now)")
                .param("now", now())
                .update();
        clock.advance(Duration.ofDays(91));
        JdbcClient superuser = TestDatabase.of(application.getEnvironment()).asSuperuser();
        superuser
                .sql("ALTER TABLE whmcs_language RENAME TO whmcs_language_away")
                .update();
        try {
            assertThatThrownBy(() -> retention.apply()).isInstanceOf(BadSqlGrammarException.class);
        } finally {
            superuser
                    .sql("ALTER TABLE whmcs_language_away RENAME TO whmcs_language")
                    .update();
        }
        assertThat(count("SELECT count(*) FROM staff_link")).isZero();
        assertThat(trail()).isEmpty();

        clock.advance(Duration.ofMinutes(10));
        retention.apply();

        assertThat(trail()).singleElement().asString().contains("\"links\": 1", "\"clients\": 1");
        clock.advance(Duration.ofDays(1));
        retention.apply();
        assertThat(trail()).as("only once").hasSize(1);
    }

    @Test
    void withoutTheKeyOrWithAnotherNothingIsReplacedAndNothingSaysThatItWas() {
        announce(LocalDate.of(2027, 1, 1));
        send();
        health.look();
        assertThat(health()).contains("\"pseudonymKey\":{\"status\":\"UP\"}");
        jdbc.sql("INSERT INTO pseudonym_key (mark) VALUES (sha256('another'))").update();
        clock.advance(Duration.ofDays(4 * 365));

        retention.apply();

        assertThat(pseudonyms.state()).isEqualTo(Pseudonyms.State.OTHER_KEY);
        assertThat(raw()).isPositive();
        assertThat(runs.last()).isEmpty();
        health.look();
        assertThat(health())
                .contains("\"status\":\"DEGRADED\"", "policy.retention.pseudonym-key is another one than before");
        assertThat(new Http(managementPort).get("/actuator/health/readiness").statusCode())
                .isEqualTo(200);
    }

    private String health() {
        HttpResponse<byte[]> answer = new Http(managementPort).get("/actuator/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private Version announce(LocalDate day) {
        return transactions.execute(transaction -> {
            Version version = new SampleVersions(application).material(day);
            notices.announce(version, Actor.APPLICATION);
            return version;
        });
    }

    private void send() {
        clock.advance(Duration.ofMinutes(10));
        Postman postman = Postman.sendingTo(relay.port(), application);
        postman.goRound();
        postman.goRound();
    }

    private java.time.OffsetDateTime now() {
        return clock.instant().atOffset(java.time.ZoneOffset.UTC);
    }

    private long raw() {
        return count("""
                SELECT (SELECT count(*) FROM notice_recipient WHERE email LIKE '%@example.com')
                     + (SELECT count(*) FROM notice_unreached WHERE email LIKE '%@example.com')
                     + (SELECT count(*) FROM delivery WHERE address || coalesce(reply, '') LIKE '%@example.com%')
                     + (SELECT count(*) FROM delivery_attempt WHERE reply LIKE '%@example.com%')
                """);
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    private List<String> trail() {
        return jdbc.sql("""
                SELECT action || ' ' || details::text FROM audit_entry
                WHERE action IN ('notice.pseudonymized', 'retention.applied') ORDER BY seq
                """).query(String.class).list();
    }
}
