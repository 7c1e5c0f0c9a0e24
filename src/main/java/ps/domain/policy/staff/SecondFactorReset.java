package ps.domain.policy.staff;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import ps.domain.policy.audit.Actor;

/** The last resort where no administrator is left who could help one: whoever can set a setting can take factors away. */
@Component
class SecondFactorReset implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(SecondFactorReset.class);

    private final StaffSettings settings;
    private final StaffAccounts accounts;
    private final SecondFactors factors;

    SecondFactorReset(StaffSettings settings, StaffAccounts accounts, SecondFactors factors) {
        this.settings = settings;
        this.accounts = accounts;
        this.factors = factors;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.resetSecondFactor() != null) {
            reset(settings.resetSecondFactor());
        }
    }

    /** Says in the log what came of it, without naming anybody. */
    void reset(String email) {
        Optional<StaffAccount> account =
                accounts.findByEmail(StaffAccount.normalized(email)).filter(StaffAccount::isActive);
        boolean done = account.isPresent() && factors.reset(account.get().id(), Actor.APPLICATION);
        log.warn(
                done
                        ? "The second factors of the account in policy.staff.reset-second-factor are gone: remove that"
                                + " setting now, since every start would take them away again"
                        : "policy.staff.reset-second-factor names no account with a second factor: remove that setting");
    }
}
