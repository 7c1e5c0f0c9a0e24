package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.versions.Version;

/** What the README says of backup and restore, done as it stands there. */
@PolicyTest
class BackupTest {

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Environment environment;

    @Autowired
    private Notices notices;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private List<JavaMigration> migrations;

    @TempDir
    private Path folder;

    @Test
    void aDatabaseThatWasBackedUpAndRestoredIsWhole() throws Exception {
        Assumptions.assumeTrue(
                newEnoughClient() || Boolean.getBoolean("postgresql.client.required"),
                "The commands of backup need pg_dump 18 on the PATH: .ci/postgresql-client gets it.");
        TestDatabase database = TestDatabase.of(environment);
        JdbcClient jdbc = database.asSuperuser();
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'سامي', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now())
                """).update();
        Version second = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        transactions.executeWithoutResult(transaction -> notices.announce(second, Actor.APPLICATION));
        jdbc.sql("DROP DATABASE IF EXISTS policy").update();
        jdbc.sql("SELECT count(*) FROM pg_roles WHERE rolname = 'policy_owner'")
                .query(Long.class)
                .optional()
                .filter(there -> there == 0)
                .ifPresent(lacking -> jdbc.sql("CREATE ROLE policy_owner").update());

        List<String> commands = commands();
        assertThat(commands)
                .extracting(command -> command.split(" ", 2)[0])
                .containsExactly("pg_dump", "createdb", "pg_restore");
        run(commands.get(0), database);
        TestDatabase restored = new TestDatabase(
                database.url().replaceFirst("/[^/?]+(\\?|$)", "/policy$1"), database.superuser(), database.password());
        run(commands.get(1), restored);
        run(commands.get(2), restored);

        assertThat(verify(restored, newest(jdbc, "audit_entry"), newest(jdbc, "policy_chain")))
                .as("what was backed up, by the fingerprints noted then")
                .isZero();
        // The next start finds nothing to migrate.
        restored.migrate(migrations, "latest");
        assertThat(restored.asSuperuser()
                        .sql("SELECT string_agg(name, ' ') FROM account_holder")
                        .query(String.class)
                        .single())
                .isEqualTo("سامي");
        assertThatThrownBy(() -> restored.asSuperuser()
                        .sql("UPDATE policy_section SET body_en = 'x'")
                        .update())
                .as("the triggers came along")
                .rootCause()
                .hasMessageContaining("policy_section");
    }

    /** The indented lines of the README's part on it. */
    private static List<String> commands() throws IOException {
        Matcher part = Pattern.compile("(?s)### Backup and restore\n(.*?)\n### ")
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(part.find()).isTrue();
        return part.group(1)
                .lines()
                .filter(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
    }

    private void run(String command, TestDatabase database) throws IOException, InterruptedException {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("PGHOST", server.getHost());
        shell.environment().put("PGPORT", String.valueOf(server.getPort()));
        shell.environment().put("PGUSER", database.superuser());
        shell.environment().put("PGPASSWORD", database.password());
        shell.environment().put("DATABASE", "postgresql://" + server.getPath());
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + "\n" + said).isZero();
    }

    private static int verify(TestDatabase database, String trail, String versions) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        return Verify.run(
                List.of(
                        "--expect-trail=" + trail,
                        "--expect-versions=" + versions,
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.superuser(),
                        "--spring.datasource.password=" + database.password()),
                new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private static String newest(JdbcClient jdbc, String chain) {
        return HexFormat.of()
                .formatHex(jdbc.sql("SELECT hash FROM %s ORDER BY seq DESC LIMIT 1".formatted(chain))
                        .query(byte[].class)
                        .single());
    }

    private static boolean newEnoughClient() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("pg_dump", "--version").start();
            Matcher version = Pattern.compile("\\) (\\d+)")
                    .matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return process.waitFor() == 0 && version.find() && Integer.parseInt(version.group(1)) >= 18;
        } catch (IOException none) {
            return false;
        }
    }
}
