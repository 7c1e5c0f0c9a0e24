package ps.domain.policy.retention;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.notices.NoticeAddresses;

/**
 * Without the key of pseudonyms, once they are needed, the application is degraded: nobody can be erased, and addresses in
 * old notices stay. Answers from what was seen last and never waits.
 */
@Component("pseudonymKeyHealthIndicator")
class PseudonymKeyHealth implements HealthIndicator {

    private final RetentionSettings settings;
    private final Pseudonyms pseudonyms;
    private final NoticeAddresses addresses;
    private final Clock clock;
    private volatile Health seen = Health.up().build();

    PseudonymKeyHealth(RetentionSettings settings, Pseudonyms pseudonyms, NoticeAddresses addresses, Clock clock) {
        this.settings = settings;
        this.pseudonyms = pseudonyms;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Override
    public Health health() {
        return seen;
    }

    @Scheduled(initialDelay = 5, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
    void look() {
        try {
            Pseudonyms.State state = pseudonyms.state();
            seen = state != Pseudonyms.State.READY && areNeeded()
                    ? Health.status(new Status("DEGRADED", wrongWith(state))).build()
                    : Health.up().build();
        } catch (DataAccessException | TransactionException away) {
            // It stays as it was last seen; that the database is away is said elsewhere.
        }
    }

    /** Some were made before, which nobody finds without their key, or some are to be made. */
    private boolean areNeeded() {
        return pseudonyms.wereMade()
                || !addresses.due(settings.oldNoticesBefore(clock)).isEmpty();
    }

    /** What is wrong with the key, for operators. */
    static String wrongWith(Pseudonyms.State state) {
        return switch (state) {
            case READY -> "";
            case NO_KEY -> "policy.retention.pseudonym-key is not set";
            case OTHER_KEY -> "policy.retention.pseudonym-key is another one than before";
        };
    }
}
