package ps.domain.policy.tryout;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL whose files stay in a folder, so that a restart finds what was there. */
final class TryOutDatabase implements AutoCloseable {

    /** Runs the application and owns nothing, as it should be where that is in earnest. */
    static final String ROLE = "policy";

    /** Owns the tables and migrates them. */
    static final String OWNER = "policy_owner";

    private static final String DATABASE = "policy";

    private static final String MAJOR_VERSION = "18";

    private final FileLock lock;
    private final EmbeddedPostgres server;

    private TryOutDatabase(FileLock lock, EmbeddedPostgres server) {
        this.lock = lock;
        this.server = server;
    }

    /** Starts the server on what is in the folder, or makes it; a server that a killed try-out left running is stopped. */
    static TryOutDatabase start(Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        Path data = home.resolve("postgres");
        Path log = home.resolve("postgres.log");
        try {
            Files.createDirectories(data);
            FileLock lock = lock(home);
            requireSameVersion(data);
            stopLeftover(data);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("synchronous_commit", "on")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .start();
            createDatabase(server);
            return new TryOutDatabase(lock, server);
        } catch (IOException | RuntimeException | SQLException failed) {
            if (failed instanceof CannotStart known) {
                throw known;
            }
            throw new CannotStart(
                    "The database did not start (%s). What PostgreSQL said is in %s; deleting %s begins anew, without what is in it."
                            .formatted(failed.getMessage(), log, data),
                    failed);
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:%s/%s".formatted(server.getPort(), DATABASE);
    }

    @Override
    public void close() {
        try {
            server.close();
            lock.acquiredBy().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @SuppressWarnings("resource") // kept until the JVM ends, however it ends
    private static FileLock lock(Path home) throws IOException {
        FileChannel file = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException held) {
            lock = null;
        }
        if (lock == null) {
            throw new CannotStart(
                    "The database in %s is in use by another try-out: stop that one first.".formatted(home));
        }
        return lock;
    }

    private static void requireSameVersion(Path data) throws IOException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).strip();
            if (!found.equals(MAJOR_VERSION)) {
                throw new CannotStart(
                        "The database in %s was made by PostgreSQL %s, and this is %s: delete it to begin anew."
                                .formatted(data, found, MAJOR_VERSION));
            }
        }
    }

    /**
     * The server outlives a JVM that is killed. We hold the lock, so nobody uses it any more. Where its process id means
     * another process by now, PostgreSQL could refuse to start: then only its file is removed.
     */
    private static void stopLeftover(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        ProcessHandle leftover = ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                        .isPresent())
                .orElse(null);
        if (leftover == null) {
            Files.delete(pidFile);
            return;
        }
        leftover.destroy(); // a smart shutdown: the sessions of the killed JVM are gone
        try {
            leftover.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException stillThere) {
            throw new CannotStart(
                    "A database server that an earlier try-out left behind does not stop: end process %s and try again."
                            .formatted(pid),
                    stillThere);
        }
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("SELECT FROM pg_roles WHERE rolname = '%s'".formatted(OWNER))) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE ROLE " + OWNER + " LOGIN");
            statement.execute("CREATE ROLE " + ROLE + " LOGIN");
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        }
    }
}
