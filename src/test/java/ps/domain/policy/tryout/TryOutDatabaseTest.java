package ps.domain.policy.tryout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryOutDatabaseTest {

    @TempDir
    private Path folder;

    @Test
    void aRestartFindsWhatWasThereEvenIfTheOneBeforeWasKilled() throws IOException, InterruptedException, SQLException {
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = killed.inputReader()) {
            assertThat(output.lines().anyMatch(Killed.READY::equals)).isTrue();
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("postgres/postmaster.pid")).exists();

        try (TryOutDatabase again = TryOutDatabase.start(folder);
                Connection connection = DriverManager.getConnection(again.url(), TryOutDatabase.OWNER, "");
                Statement statement = connection.createStatement();
                ResultSet draft = statement.executeQuery("SELECT text FROM draft")) {
            assertThat(draft.next()).isTrue();
            assertThat(draft.getString(1)).isEqualTo("yesterday's");
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> TryOutDatabase.start(folder))
                    .withMessageContaining("in use by another try-out");
        }
    }

    @Test
    void filesOfAnotherMajorVersionAreNamed() throws IOException {
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");

        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> TryOutDatabase.start(folder))
                .withMessageContaining("was made by PostgreSQL 17");
    }

    /** A try-out that somebody kills once it has written something. */
    static final class Killed {

        static final String READY = "ready";

        private Killed() {}

        @SuppressWarnings("SystemOut") // the test waits for it
        public static void main(String[] args) throws SQLException, InterruptedException {
            try (TryOutDatabase database = TryOutDatabase.start(Path.of(args[0]));
                    Connection connection = DriverManager.getConnection(database.url(), TryOutDatabase.OWNER, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE draft AS SELECT 'yesterday''s' AS text");
                System.out.println(READY);
                Thread.currentThread().join();
            }
        }
    }
}
