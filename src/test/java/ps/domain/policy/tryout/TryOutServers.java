package ps.domain.policy.tryout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** The database and the mail server of a try-out, and the settings that make the application use them and no others. */
public final class TryOutServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Not in {@code target}, so that {@code mvn clean} leaves yesterday's drafts alone. */
    private static final Path FOLDER = Path.of(".try-out");

    private final int port;
    private final TryOutDatabase database;
    private final TryOutMail mail;

    private TryOutServers(int port, TryOutDatabase database, TryOutMail mail) {
        this.port = port;
        this.database = database;
        this.mail = mail;
    }

    /** Starts them, once it is clear that the application's own port is free. */
    public static TryOutServers start(String... args) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(args));
        int port = environment.getProperty("server.port", Integer.class, 8080);
        requireFree(port);
        // What the servers say of their start is not for the console; Spring Boot sets up logging after this.
        LoggingSystem.get(TryOutServers.class.getClassLoader()).beforeInitialize();
        TryOutDatabase database = TryOutDatabase.start(FOLDER);
        SpringApplication.getShutdownHandlers().add(database::close);
        return new TryOutServers(port, database, TryOutMail.start());
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            throw new CannotStart("""
                    Port %s is in use: perhaps the application is running already. Stop what listens there, or take another port:
                      mvn spring-boot:test-run -Dspring-boot.run.arguments=--server.port=8090""".formatted(port), taken);
        }
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        // Before every other source of settings: a try-out must never touch a database or a relay that is not its own.
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "try-out",
                        Map.ofEntries(
                                Map.entry("spring.datasource.url", database.url()),
                                Map.entry("spring.datasource.username", TryOutDatabase.ROLE),
                                Map.entry("spring.datasource.password", ""),
                                Map.entry("spring.flyway.user", TryOutDatabase.OWNER),
                                Map.entry("spring.flyway.password", ""),
                                Map.entry("policy.delivery.smtp.host", TryOutMail.HOST),
                                Map.entry("policy.delivery.smtp.port", mail.port()),
                                Map.entry("policy.delivery.smtp.username", ""),
                                Map.entry("policy.delivery.smtp.password", ""),
                                Map.entry("policy.public-url", "http://localhost:" + port),
                                Map.entry("policy.notices.hold", "5s"),
                                // Nobody has to set up a second factor here, and everybody can; the key is no secret.
                                Map.entry("policy.staff.second-factor-required-for", ""),
                                Map.entry("policy.staff.factor-key", "dHJ5LW91dC10cnktb3V0LXRyeS1vdXQtdHJ5LW91dC4="),
                                Map.entry(
                                        "policy.retention.pseudonym-key",
                                        "dHJ5LW91dC10cnktb3V0LXRyeS1vdXQtdHJ5LW91dC4="),
                                Map.entry("management.server.port", 0),
                                // Safari keeps no Secure cookie from http://localhost.
                                Map.entry("server.servlet.session.cookie.name", "session"),
                                Map.entry("server.servlet.session.cookie.secure", false))));
        context.getBeanFactory().registerSingleton("testClassesAreNotPartOfIt", new TestClasses());
        context.getBeanFactory().registerSingleton("tryOutMail", mail);
    }

    /**
     * Keeps what tests bring along, such as a clock that stands still, out of the component scan, which sees it because
     * it is on the same class path.
     */
    private static final class TestClasses extends TypeExcludeFilter {

        private final String location = TestClasses.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) {
            try {
                return type.getResource().getURL().toString().startsWith(location);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TestClasses;
        }

        @Override
        public int hashCode() {
            return location.hashCode();
        }
    }
}
