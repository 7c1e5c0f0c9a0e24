package ps.domain.policy.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.whmcs.Whmcs;

/** Where the account holders come from, and since when they are as they are. */
@Component
public class AccountHolderSources {

    private static final Duration OLD = Duration.ofDays(1);

    private final Runs runs;
    private final Whmcs whmcs;
    private final Clock clock;

    AccountHolderSources(Runs runs, Whmcs whmcs, Clock clock) {
        this.runs = runs;
        this.whmcs = whmcs;
        this.clock = clock;
    }

    /** How fresh is what is known now. */
    public Freshness freshness() {
        Instant asOf = runs.asOf().orElse(null);
        boolean outdated =
                asOf == null || Duration.between(asOf, clock.instant()).compareTo(OLD) > 0;
        return new Freshness(asOf, outdated, whmcs.isThere(), whmcs.isBeingRead());
    }
}
