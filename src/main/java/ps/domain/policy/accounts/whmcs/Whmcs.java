package ps.domain.policy.accounts.whmcs;

import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.imports.Runs.Run;

/** What there is to say of the billing platform and the runs that read it. */
@Component
public class Whmcs {

    private final WhmcsSettings settings;
    private final SyncSchedule schedule;
    private final Runs runs;

    Whmcs(WhmcsSettings settings, SyncSchedule schedule, Runs runs) {
        this.settings = settings;
        this.schedule = schedule;
        this.runs = runs;
    }

    /** Whether there is one to ask. */
    public boolean isThere() {
        return settings.isThere();
    }

    /** Whether a run is on its way. */
    public boolean isBeingRead() {
        return runs.progress().isPresent();
    }

    /** The run that began last. */
    public Optional<Run> last() {
        return runs.last();
    }

    /** When the next one begins by itself, if it does. */
    public Optional<Instant> next() {
        return schedule.next();
    }
}
