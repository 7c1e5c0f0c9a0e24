package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestDatabase;

/** What the command says of a database that it cannot read. */
@PolicyTest
class VerifyTest {

    @Autowired
    private Environment environment;

    @Test
    void aDatabaseWithoutTablesIsSaidToBeSuch() {
        TestDatabase database = TestDatabase.of(environment);
        JdbcClient jdbc = database.asSuperuser();
        jdbc.sql("DROP DATABASE IF EXISTS nothing_yet").update();
        jdbc.sql("CREATE DATABASE nothing_yet").update();

        String said = verify(
                database.url().replaceFirst("/[^/?]+(\\?|$)", "/nothing_yet$1"),
                database.superuser(),
                database.password());

        assertThat(said)
                .contains("lacks tables of this release", "start the application")
                .doesNotContain("grammar");
    }

    @Test
    void aRoleWithoutRightsIsSaidToBeSuch() {
        TestDatabase database = TestDatabase.of(environment);
        JdbcClient jdbc = database.asSuperuser();
        jdbc.sql("DROP ROLE IF EXISTS policy_stranger").update();
        jdbc.sql("CREATE ROLE policy_stranger LOGIN PASSWORD 'stranger'").update();

        String said = verify(database.url(), "policy_stranger", "stranger");

        assertThat(said).contains("may not read", "start of the application").doesNotContain("grammar");
    }

    private static String verify(String url, String user, String password) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = Verify.run(
                List.of(
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=" + user,
                        "--spring.datasource.password=" + password),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(2);
        return said.toString(StandardCharsets.UTF_8);
    }
}
