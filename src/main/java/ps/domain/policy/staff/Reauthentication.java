package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.site.Problems;

/**
 * Asks whoever is signed in for the password once more, before what cannot be undone; whoever has none confirms in another
 * way, which is as good.
 */
@Component
public class Reauthentication {

    /** The id of the field that the password is typed into. */
    private static final String FIELD = "password";

    private final StaffAccounts accounts;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final Confirmations confirmations;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;

    Reauthentication(
            StaffAccounts accounts,
            Passwords passwords,
            SignInThrottle throttle,
            Confirmations confirmations,
            AuditTrail trail,
            TransactionTemplate transactions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.confirmations = confirmations;
        this.trail = trail;
        this.transactions = transactions;
    }

    /**
     * Adds a problem unless this is the password of the person who is signed in. Guessing is slowed as at the door, and
     * leaves a trace. Whoever has no password is led away to confirm as soon as nothing else is wrong, and comes back with
     * the form as it is; this uses up what was confirmed.
     *
     * @param act what the form does, for its sender to know it again
     */
    public void check(Problems problems, String act, String password, HttpServletRequest request) {
        StaffPrincipal person =
                SignedInStaff.current().orElseThrow(() -> new AccessDeniedException("Nobody is signed in"));
        if (confirmations.areFor(person)) {
            if (problems.isEmpty()) {
                confirmations.require(person, act, request);
            }
            return;
        }
        if (password.isEmpty()) {
            problems.add(FIELD, "staff.reauthentication.missing");
            return;
        }
        Attempt attempt = Attempt.in(request);
        Optional<Duration> wait = throttle.take(person.email(), attempt);
        if (wait.isPresent()) {
            problems.add(FIELD, "staff.reauthentication.wait", wait.get().toSeconds());
            return;
        }
        Optional<StaffAccount> account = accounts.findById(person.id());
        if (!passwords.matches(password, account.flatMap(StaffAccount::usablePasswordHash))) {
            account.ifPresent(known -> transactions.executeWithoutResult(
                    transaction -> trail.record(person.actor(), "staff.password-refused", known.subject(), Map.of())));
            problems.add(FIELD, "staff.reauthentication.wrong");
            return;
        }
        throttle.forgive(person.email(), attempt);
    }
}
