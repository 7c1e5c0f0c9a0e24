package ps.domain.policy.versions;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Without the database the application is degraded and not down: readers keep reading, so nobody should take it out of
 * service. Answers from what is known and never waits.
 */
@Component("databaseHealthIndicator")
class DatabaseHealth implements HealthIndicator {

    private static final Status DEGRADED =
            new Status("DEGRADED", "The database does not answer; readers are answered from memory");

    private final TimelineWatch watch;

    DatabaseHealth(TimelineWatch watch) {
        this.watch = watch;
    }

    @Override
    public Health health() {
        return watch.isConnected()
                ? Health.up().build()
                : Health.status(DEGRADED).build();
    }
}
