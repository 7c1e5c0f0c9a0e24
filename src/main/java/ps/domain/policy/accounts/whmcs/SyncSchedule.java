package ps.domain.policy.accounts.whmcs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Failure;

/** When all clients of WHMCS are read without anybody asking for it. */
@Component
class SyncSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);

    /** What failed is tried again sooner. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(15);

    private final WhmcsSettings settings;
    private final Sync sync;
    private final Runs runs;
    private final Clock clock;

    SyncSchedule(WhmcsSettings settings, Sync sync, Runs runs, Clock clock) {
        this.settings = settings;
        this.sync = sync;
        this.runs = runs;
        this.clock = clock;
    }

    /** When it is time; empty if there is no schedule. What is past is due as soon as nothing is on its way. */
    Optional<Instant> next() {
        Duration every = settings.every();
        if (!settings.isThere() || every == null) {
            return Optional.empty();
        }
        return Optional.of(runs.last().map(last -> after(last.list(), every)).orElse(clock.instant()));
    }

    private static Instant after(Import last, Duration every) {
        boolean again =
                last.state() == Import.State.FAILED && !last.isLeftAside() && every.compareTo(AFTER_FAILURE) > 0;
        return last.staged().at().plus(again ? AFTER_FAILURE : every);
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void begin() {
        try {
            if (settings.isThere()) {
                sync.settleWhatIsLeft();
            }
            if (next().filter(time -> !time.isAfter(clock.instant())).isPresent()) {
                sync.start(Actor.APPLICATION);
            }
        } catch (RuntimeException databaseAway) {
            LOG.warn("The clients of WHMCS cannot be read now: {}", Failure.nameOf(databaseAway));
        }
    }

    @Scheduled(initialDelay = 20, fixedDelay = 20, timeUnit = TimeUnit.SECONDS)
    void keepAlive() {
        try {
            sync.keepAlive();
        } catch (RuntimeException databaseAway) {
            LOG.warn("The run that reads WHMCS cannot say that it is alive: {}", Failure.nameOf(databaseAway));
        }
    }
}
