package ps.domain.policy.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.text.Language;

/** Whoever operates the application has not set the key for pseudonyms, or lost it. */
@PolicyTest
@TestPropertySource(properties = "policy.retention.pseudonym-key=")
class WithoutPseudonymKeyTest {

    private static final String ERASURE = "/admin/account-holders/7/erasure";
    private static final String PASSWORD = "a-long-sample-password";

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private PseudonymKeyHealth health;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void nobodyIsErasedAndThePageSaysWhatIsMissing() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (7, 'Sample', '', 'one@example.com', 'one@example.com', 'en', 'CLOSED', now())
                """).update();
        RequestPostProcessor admin = SignedIn.as(
                staff.register("admin@example.com", "Admin", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION));

        assertThat(mvc.get().uri(ERASURE).with(admin))
                .hasStatusOk()
                .bodyText()
                .contains("There is no key for pseudonyms", "policy.retention.pseudonym-key")
                .doesNotContain("name=\"password\"");
        assertThat(mvc.post()
                        .uri(ERASURE)
                        .param("password", PASSWORD)
                        .with(admin)
                        .with(csrf()))
                .bodyText()
                .contains("There is no key for pseudonyms");

        assertThat(jdbc.sql("SELECT name FROM account_holder")
                        .query(String.class)
                        .list())
                .containsExactly("Sample");
        assertThat(jdbc.sql("SELECT count(*) FROM pseudonym_key")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void operatorsAreToldAsSoonAsItIsNeeded() {
        health.look();
        assertThat(health()).contains("\"pseudonymKey\":{\"status\":\"UP\"}");
        jdbc.sql("INSERT INTO pseudonym_key (mark) VALUES (sha256('lost'))").update();

        health.look();

        assertThat(health()).contains("\"status\":\"DEGRADED\"", "policy.retention.pseudonym-key is not set");
    }

    private String health() {
        return new String(new Http(managementPort).get("/actuator/health").body(), UTF_8);
    }
}
