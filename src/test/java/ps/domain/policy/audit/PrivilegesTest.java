package ps.domain.policy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestDatabase;

@PolicyTest
class PrivilegesTest {

    @Autowired
    private DatabaseRole role;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE policy_version DISABLE TRIGGER ALL",
                "ALTER TABLE audit_entry DISABLE TRIGGER USER",
                "DROP TRIGGER audit_entry_is_immutable ON audit_entry",
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
                "SET session_replication_role = replica",
                "UPDATE policy_section SET body_en = 'x'",
                "DELETE FROM policy_version",
                "TRUNCATE audit_entry",
                "UPDATE letter SET subject = 'x'",
                "DELETE FROM notice_recipient",
                "DROP TABLE policy_section",
                "CREATE TABLE mine (it integer)",
                "UPDATE flyway_schema_history SET success = false"
            })
    void theApplicationsRoleMayNot(String statement) {
        assertThatThrownBy(() -> jdbc.sql(statement).update())
                .hasRootCauseInstanceOf(org.postgresql.util.PSQLException.class)
                .rootCause()
                .message()
                .containsAnyOf("permission denied", "must be owner");
    }

    @Test
    void itMayDoWhatItNeedsTo() {
        assertThat(privileges("policy_version")).containsExactly("INSERT", "SELECT");
        assertThat(privileges("audit_entry")).containsExactly("INSERT", "SELECT");
        assertThat(privileges("notice")).containsExactly("INSERT", "SELECT");
        assertThat(privileges("notice_recipient")).containsExactly("INSERT", "SELECT", "UPDATE");
        assertThat(privileges("delivery")).containsExactly("DELETE", "INSERT", "SELECT", "UPDATE");
        assertThat(privileges("draft")).containsExactly("DELETE", "INSERT", "SELECT", "UPDATE");
        assertThat(privileges("draft_review")).containsExactly("INSERT", "SELECT");
        assertThat(privileges("draft_comment")).containsExactly("INSERT", "SELECT", "UPDATE");
        assertThat(privileges("account_holder_address")).containsExactly("SELECT");
        assertThat(privileges("flyway_schema_history")).isEmpty();
    }

    @Test
    void aRoleThatCouldDoMoreIsNoticed() {
        assertThat(role.couldSwitchOffTriggers()).isFalse();
        assertThat(new DatabaseRole(TestDatabase.of(environment).asSuperuser()).couldSwitchOffTriggers())
                .isTrue();
    }

    private List<String> privileges(String table) {
        return jdbc.sql("""
                SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
                WHERE has_table_privilege(:table, privilege) ORDER BY privilege
                """).param("table", table).query(String.class).list();
    }
}
