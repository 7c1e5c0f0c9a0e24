package ps.domain.policy.testing;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A database of its own on the one PostgreSQL 18 server for all tests of a run: from Testcontainers when a Docker engine
 * answers, else embedded. The server ends with the JVM, after the
 * applications. As in earnest, the application's role owns nothing.
 *
 * @param url its JDBC address
 * @param superuser who owns it
 * @param password the superuser's
 */
public record TestDatabase(String url, String superuser, String password) {

    private static final String APPLICATION = "policy_application";

    /** For all applications of a run together, which stay until its end. */
    private static final String MOST_CONNECTIONS = "500";

    /** For the start of a server, whatever else the machine has to do. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable Server server;

    /** A new, empty one. */
    public static synchronized TestDatabase create() {
        if (server == null) {
            server = start();
            server.database("postgres")
                    .asSuperuser()
                    .sql("CREATE ROLE %1$s LOGIN PASSWORD '%1$s'".formatted(APPLICATION))
                    .update();
        }
        String name = "test_" + DATABASES.incrementAndGet();
        server.database("postgres").asSuperuser().sql("CREATE DATABASE " + name).update();
        return server.database(name);
    }

    /** The one that an application under test has. */
    public static TestDatabase of(Environment application) {
        return new TestDatabase(
                application.getRequiredProperty("spring.datasource.url"),
                application.getRequiredProperty("spring.flyway.user"),
                application.getRequiredProperty("spring.flyway.password"));
    }

    /** What an application has to be told to use it, as {@code name=value}. */
    public String[] settings() {
        return List.of(
                        "spring.datasource.url=" + url,
                        "spring.datasource.username=" + APPLICATION,
                        "spring.datasource.password=" + APPLICATION,
                        // Most applications wait for a test of theirs most of the time.
                        "spring.datasource.hikari.minimum-idle=2",
                        "spring.datasource.hikari.idle-timeout=10000",
                        "spring.flyway.url=" + url,
                        "spring.flyway.user=" + superuser,
                        "spring.flyway.password=" + password)
                .toArray(String[]::new);
    }

    /** To do what the application's role may not. */
    public JdbcClient asSuperuser() {
        return JdbcClient.create(dataSource());
    }

    /** Keeps a copy as it is now. */
    public void backUp() {
        alone(server -> server.sql("CREATE DATABASE %1$s_backup TEMPLATE %1$s".formatted(name()))
                .update());
    }

    /** Puts the copy in its place; what came since is gone. */
    public void restore() {
        alone(server -> {
            server.sql("ALTER DATABASE %1$s RENAME TO %1$s_lost".formatted(name()))
                    .update();
            server.sql("ALTER DATABASE %1$s_backup RENAME TO %1$s".formatted(name()))
                    .update();
        });
    }

    /** While nobody is connected, and nobody can connect. */
    private void alone(Consumer<JdbcClient> work) {
        JdbcClient server = new TestDatabase(
                        url.substring(0, url.lastIndexOf('/') + 1) + "postgres", superuser, password)
                .asSuperuser();
        server.sql("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name()))
                .update();
        await().until(() -> server.sql(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name")
                .param("name", name())
                .query(Long.class)
                .single()
                .equals(0L));
        work.accept(server);
        server.sql("ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name())).update();
    }

    private String name() {
        return url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    }

    /** Brings it to where an older installation stands. */
    public void migrate(List<JavaMigration> migrations, String target) {
        Flyway.configure()
                .dataSource(url, superuser, password)
                .javaMigrations(migrations.toArray(JavaMigration[]::new))
                .placeholders(Map.of("application_role", ""))
                .target(target)
                .load()
                .migrate();
    }

    DataSource dataSource() {
        return new DriverManagerDataSource(url, superuser, password);
    }

    private static Server start() {
        if (dockerAnswers()) {
            PostgreSQLContainer container = new PostgreSQLContainer("postgres:18")
                    .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=" + MOST_CONNECTIONS);
            container.start();
            say("PostgreSQL for tests: Testcontainers, " + container.getDockerImageName());
            return name -> new TestDatabase(
                    "jdbc:postgresql://%s:%s/%s".formatted(container.getHost(), container.getMappedPort(5432), name),
                    container.getUsername(),
                    container.getPassword());
        }
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setPort(Ports.free())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("max_connections", MOST_CONNECTIONS)
                    .setRegisterShutdownHook(false)
                    .start();
            // Spring Boot does this once it has closed all applications: without a database each would wait for it in
            // vain.
            SpringApplication.getShutdownHandlers().add(() -> close(embedded));
            say("PostgreSQL for tests: embedded, since no Docker engine answers");
            return name -> new TestDatabase(
                    "jdbc:postgresql://localhost:%s/%s".formatted(embedded.getPort(), name), "postgres", "postgres");
        } catch (IOException failed) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", failed);
        }
    }

    private static void close(EmbeddedPostgres embedded) {
        try {
            embedded.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("The embedded PostgreSQL did not end", failed);
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
        TestDatabase database(String name);
    }
}
