package ps.domain.policy.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL 18 server for all tests of a run: from Testcontainers when a Docker engine answers, else embedded. It
 * ends with the JVM.
 */
public final class TestDatabase {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable Server server;

    private TestDatabase() {}

    /** The JDBC address of a new, empty database, with user and password, as a superuser. */
    public static synchronized String create() {
        if (server == null) {
            server = start();
        }
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException("No database could be created for the tests", failed);
        }
        return server.url(name);
    }

    private static Server start() {
        if (dockerAnswers()) {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
            container.start();
            say("PostgreSQL for tests: Testcontainers, " + container.getDockerImageName());
            return name -> "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
                    .formatted(
                            container.getHost(),
                            container.getMappedPort(5432),
                            name,
                            container.getUsername(),
                            container.getPassword());
        }
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .start();
            say("PostgreSQL for tests: embedded, since no Docker engine answers");
            return name -> embedded.getJdbcUrl("postgres", name);
        } catch (IOException failed) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", failed);
        }
    }

    private static boolean dockerAnswers() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException none) {
            return false;
        }
    }

    @SuppressWarnings("SystemOut") // meant for the person who reads the build's output
    private static void say(String line) {
        System.out.println(line);
    }

    private interface Server {
        String url(String database);
    }
}
