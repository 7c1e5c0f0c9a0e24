package ps.domain.policy.staff;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.staff.OneTimeLinks.Purpose;
import ps.domain.policy.text.Language;

/** Sets the password of whoever holds a link for it. */
@Component
class PasswordSetting {

    private final StaffAccounts accounts;
    private final OneTimeLinks links;
    private final Passwords passwords;
    private final AuditTrail trail;

    PasswordSetting(StaffAccounts accounts, OneTimeLinks links, Passwords passwords, AuditTrail trail) {
        this.accounts = accounts;
        this.links = links;
        this.passwords = passwords;
        this.trail = trail;
    }

    /** The address of the account that the link is for, while it is good. */
    @Transactional(readOnly = true)
    Optional<String> emailFor(String token) {
        return links.find(token, Purpose.SET_PASSWORD)
                .flatMap(accounts::findById)
                .filter(StaffAccount::isActive)
                .map(StaffAccount::email);
    }

    /**
     * Sets the password and uses the link up.
     *
     * @param language the one that the person did it in, and goes on in
     * @param password one without a {@link PasswordFlaw}
     * @return whether the link was still good
     */
    @Transactional
    boolean set(String token, String password, Language language) {
        Optional<StaffAccount> found = links.use(token, Purpose.SET_PASSWORD)
                .flatMap(accounts::findById)
                .filter(StaffAccount::isActive);
        found.ifPresent(account -> {
            account.setPasswordHash(passwords.hash(password));
            account.speak(language);
            trail.record(account.toActor(), "staff.password-set", account.subject(), Map.of());
        });
        return found.isPresent();
    }
}
