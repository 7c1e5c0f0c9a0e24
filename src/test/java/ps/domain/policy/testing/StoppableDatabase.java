package ps.domain.policy.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
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
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.running = run();
    }

    /** The JDBC address, with user and password, as a superuser. */
    public String url() {
        return running.getJdbcUrl("postgres", "postgres");
    }

    /** Stops the server; its connections break. */
    public void stop() throws IOException {
        running.close();
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
                .start();
    }
}
