package ps.domain.policy.testing;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL of its own that can be stopped and started again with what is in it. */
public final class StoppableDatabase implements AutoCloseable {

    private final Path folder;
    private final int port;
    private EmbeddedPostgres running;

    public StoppableDatabase() throws IOException {
        this.folder = Files.createTempDirectory("policy-database");
        this.port = Ports.free();
        this.running = run();
    }

    /** The JDBC address, with user and password, as a superuser. */
    public String url() {
        return running.getJdbcUrl("postgres", "postgres");
    }

    /** Stops the server; its connections break. */
    public void stop() throws IOException {
        running.close();
        // Which gives up waiting after five seconds.
        await().atMost(TestDatabase.PATIENCE).until(() -> Files.notExists(folder.resolve("data/postmaster.pid")));
    }

    /** Starts it again at the same address. */
    public void start() throws IOException {
        running = run();
    }

    @Override
    public void close() throws IOException {
        running.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private EmbeddedPostgres run() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(TestDatabase.PATIENCE)
                .start();
    }
}
