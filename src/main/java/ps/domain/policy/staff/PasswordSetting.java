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
    private final Sessions sessions;
    private final StaffMail mail;
    private final AuditTrail trail;

    PasswordSetting(
            StaffAccounts accounts,
            OneTimeLinks links,
            Passwords passwords,
            Sessions sessions,
            StaffMail mail,
            AuditTrail trail) {
        this.accounts = accounts;
        this.links = links;
        this.passwords = passwords;
        this.sessions = sessions;
        this.mail = mail;
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
            boolean another = account.hasPassword();
            account.setPasswordHash(passwords.hash(password));
            account.speak(language);
            sessions.endAll(account.id());
            if (another) {
                mail.tell(account, StaffMail.Event.PASSWORD_CHANGED);
            }
            trail.record(account.toActor(), "staff.password-set", account.subject(), Map.of());
        });
        return found.isPresent();
    }

    /**
     * Replaces the password of somebody who is signed in, and ends their other sessions.
     *
     * @param password one without a {@link PasswordFlaw}
     * @param session the one that goes on
     */
    @Transactional
    void change(StaffPrincipal person, String password, String session) {
        StaffAccount account = accounts.findById(person.id()).orElseThrow(NoSuchColleague::new);
        account.setPasswordHash(passwords.hash(password));
        sessions.endOthers(account.id(), session);
        links.revoke(account.id(), Purpose.SET_PASSWORD);
        mail.tell(account, StaffMail.Event.PASSWORD_CHANGED);
        trail.record(person.actor(), "staff.password-set", account.subject(), Map.of());
    }
}
