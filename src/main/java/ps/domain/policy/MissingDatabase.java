package ps.domain.policy;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.util.StringUtils;

/** Stops a start that has no database, with a sentence instead of the stack traces of those that miss it. */
final class MissingDatabase implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final String SENTENCE =
            "No database is configured: set spring.datasource.url (environment: SPRING_DATASOURCE_URL) to the address of a"
                    + " PostgreSQL 18 database, such as jdbc:postgresql://localhost:5432/policy.";

    private final int exitCode;

    /** @param exitCode what the process ends with */
    MissingDatabase(int exitCode) {
        this.exitCode = exitCode;
    }

    @Override
    @SuppressWarnings("SystemOut") // logging is not set up yet, and this is for a person
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (!StringUtils.hasText(event.getEnvironment().getProperty("spring.datasource.url"))) {
            System.err.println(SENTENCE);
            System.exit(exitCode);
        }
    }
}
