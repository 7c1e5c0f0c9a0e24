package ps.domain.policy.staff;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.staff.OneTimeLinks.Purpose;
import ps.domain.policy.text.Language;

/** What administrators do with the accounts of their colleagues. Everything is on the trail. */
@Component
class StaffAdministration {

    private final StaffAccounts accounts;
    private final StaffRegistration registration;
    private final OneTimeLinks links;
    private final Sessions sessions;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final Clock clock;

    StaffAdministration(
            StaffAccounts accounts,
            StaffRegistration registration,
            OneTimeLinks links,
            Sessions sessions,
            AuditTrail trail,
            JdbcClient jdbc,
            Clock clock) {
        this.accounts = accounts;
        this.registration = registration;
        this.links = links;
        this.sessions = sessions;
        this.trail = trail;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Somebody with a link to set a password, which is told nowhere else.
     *
     * @param person whom it is for
     */
    record Invited(StaffPrincipal person, String token) {

        /** Without the token. */
        @Override
        public String toString() {
            return "Invited[" + person.id() + "]";
        }
    }

    /** Everybody who works here, and then those who did, by name. */
    @Transactional(readOnly = true)
    List<StaffAccount> everybody() {
        return accounts.findAll().stream()
                .sorted(Comparator.comparing((StaffAccount account) -> !account.isActive())
                        .thenComparing(StaffAccount::name)
                        .thenComparing(StaffAccount::email))
                .toList();
    }

    /** The account with an id. */
    @Transactional(readOnly = true)
    Optional<StaffAccount> account(UUID id) {
        return accounts.findById(id);
    }

    /**
     * Takes somebody on, who sets a password by the link.
     *
     * @throws IllegalArgumentException for an address that has an account already, or cannot be an address
     */
    @Transactional
    Invited invite(String email, String name, Role role, Language language, Actor by) {
        lock();
        StaffPrincipal person = registration.register(email, name, role, language, null, by);
        return new Invited(person, links.issue(person.id(), Purpose.SET_PASSWORD, OneTimeLinks.THREE_DAYS));
    }

    /**
     * Makes a new link for somebody who has lost the password, or never set one. The password they have works until the
     * link is used. Somebody who worked here before works here again.
     */
    @Transactional
    Invited linkFor(UUID id, Actor by) {
        StaffAccount account = accounts.findById(id).orElseThrow(NoSuchColleague::new);
        if (account.isActive()) {
            trail.record(by, "staff.link-sent", account.subject(), Map.of());
        } else {
            account.reactivate();
            trail.record(
                    by,
                    "staff.reactivated",
                    account.subject(),
                    Map.of("role", account.role().name()));
        }
        return new Invited(account.toPrincipal(), links.issue(id, Purpose.SET_PASSWORD, OneTimeLinks.THREE_DAYS));
    }

    /** Records that a link was shown, since whoever sees it can use it. */
    @Transactional
    void linkShown(UUID id, Actor by) {
        trail.record(by, "staff.link-shown", "staff:" + id, Map.of());
    }

    /**
     * Lets somebody do more or less. Their sessions end.
     *
     * @throws LastAdministrator if nobody would be left to let people in
     */
    @Transactional
    void changeRole(UUID id, Role role, Actor by) {
        lock();
        StaffAccount account = accounts.findById(id).orElseThrow(NoSuchColleague::new);
        if (account.role() == role) {
            return;
        }
        requireAnother(account);
        Role before = account.role();
        account.become(role);
        sessions.endAll(id);
        trail.record(by, "staff.role-changed", account.subject(), Map.of("from", before.name(), "to", role.name()));
    }

    /**
     * Lets somebody in no more. Their sessions end, and no link of theirs works.
     *
     * @throws LastAdministrator if nobody would be left to let people in
     */
    @Transactional
    void deactivate(UUID id, Actor by) {
        lock();
        StaffAccount account = accounts.findById(id).orElseThrow(NoSuchColleague::new);
        if (!account.isActive()) {
            return;
        }
        requireAnother(account);
        account.deactivate(clock.instant());
        sessions.endAll(id);
        links.revoke(id, Purpose.SET_PASSWORD);
        trail.record(by, "staff.deactivated", account.subject(), Map.of());
    }

    /** Somebody who has set no password yet could not let anybody in. */
    private void requireAnother(StaffAccount account) {
        boolean another = accounts.findAllByDeactivatedAtIsNull().stream()
                .anyMatch(
                        other -> !other.id().equals(account.id()) && other.role() == Role.ADMIN && other.hasPassword());
        if (account.role() == Role.ADMIN && account.isActive() && !another) {
            throw new LastAdministrator();
        }
    }

    /** Two administrators cannot remove each other at the same time. */
    private void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('staff'))").query().singleRow();
    }
}
