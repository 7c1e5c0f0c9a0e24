package ps.domain.policy.staff;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.staff.OneTimeLinks.Purpose;

/**
 * Lets the first administrator in. There are no default credentials: as long as nobody has a password, each start logs
 * a fresh link for the configured person, and the link before is worth nothing.
 */
@Component
class FirstAdmin implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

    private final StaffSettings settings;
    private final SiteSettings site;
    private final StaffAccounts accounts;
    private final OneTimeLinks links;
    private final Links addresses;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    FirstAdmin(
            StaffSettings settings,
            SiteSettings site,
            StaffAccounts accounts,
            OneTimeLinks links,
            Links addresses,
            AuditTrail trail,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Clock clock) {
        this.settings = settings;
        this.site = site;
        this.accounts = accounts;
        this.links = links;
        this.addresses = addresses;
        this.trail = trail;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Logs the link, on purpose: who can read the log of this machine is who installs it. */
    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.firstAdmin() == null) {
            return;
        }
        invite(settings.firstAdmin())
                .ifPresent(token -> log.info(
                        "The first administrator sets a password here, once and within an hour: {}",
                        addresses.to("/admin/set-password/" + token + "?language=" + site.defaultLanguage())));
    }

    private Optional<String> invite(String email) {
        return transactions.execute(transaction -> {
            // Two instances may start at once: the second waits, and then finds the account of the first.
            jdbc.sql("LOCK TABLE staff_account IN SHARE ROW EXCLUSIVE MODE").update();
            return accounts.existsByPasswordHashIsNotNull()
                    ? Optional.empty()
                    : Optional.of(links.issue(accountOf(email), Purpose.SET_PASSWORD, OneTimeLinks.AN_HOUR));
        });
    }

    /** The account for the configured address; one for another address was a slip in the setting. */
    private UUID accountOf(String email) {
        String normalized = StaffAccount.normalized(email);
        for (StaffAccount account : accounts.findAllByDeactivatedAtIsNull()) {
            if (account.email().equals(normalized)) {
                return account.id();
            }
            links.revoke(account.id(), Purpose.SET_PASSWORD);
            account.deactivate(clock.instant());
        }
        String name = normalized.substring(0, normalized.indexOf('@'));
        StaffAccount admin = accounts.saveAndFlush(
                new StaffAccount(email, name, Role.ADMIN, site.defaultLanguage(), clock.instant()));
        trail.record(Actor.APPLICATION, "staff.first-admin-created", admin.subject(), Map.of());
        return admin.id();
    }
}
