package ps.domain.policy.staff;

import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.text.Language;

/** Takes people on. */
@Component
public class StaffRegistration {

    private final StaffAccounts accounts;
    private final Passwords passwords;
    private final AuditTrail trail;
    private final Clock clock;

    StaffRegistration(StaffAccounts accounts, Passwords passwords, AuditTrail trail, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Makes an account.
     *
     * @param rawPassword the password, as it is, or null for somebody who will set one; not measured against
     *     {@link PasswordFlaw}, which is for what people choose
     * @return the new colleague
     * @throws IllegalArgumentException for an address that has an account already, or cannot be an address
     */
    @Transactional
    public StaffPrincipal register(
            String email, String name, Role role, Language language, @Nullable String rawPassword, Actor by) {
        if (accounts.findByEmail(StaffAccount.normalized(email)).isPresent()) {
            throw new IllegalArgumentException("There is a staff account with this address already");
        }
        StaffAccount account = new StaffAccount(email, name, role, language, clock.instant());
        if (rawPassword != null) {
            account.setPasswordHash(passwords.hash(rawPassword));
        }
        accounts.saveAndFlush(account);
        trail.record(by, "staff.registered", account.subject(), Map.of("role", role.name()));
        return account.toPrincipal();
    }

    /** Whether there is an account with this address. */
    @Transactional(readOnly = true)
    public boolean knows(String email) {
        return accounts.findByEmail(StaffAccount.normalized(email)).isPresent();
    }
}
