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

/** Asks whoever is signed in for the password once more, before what cannot be undone. */
@Component
public class Reauthentication {

    private final StaffAccounts accounts;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;

    Reauthentication(
            StaffAccounts accounts,
            Passwords passwords,
            SignInThrottle throttle,
            AuditTrail trail,
            TransactionTemplate transactions) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.trail = trail;
        this.transactions = transactions;
    }

    /**
     * Adds a problem unless this is the password of the person who is signed in. Guessing is slowed as at the door, and
     * leaves a trace.
     *
     * @param field the id of the field that it was typed into
     */
    public void check(Problems problems, String field, String password, HttpServletRequest request) {
        StaffPrincipal person =
                SignedInStaff.current().orElseThrow(() -> new AccessDeniedException("Nobody is signed in"));
        if (password.isEmpty()) {
            problems.add(field, "staff.reauthentication.missing");
            return;
        }
        String client = request.getRemoteAddr();
        Optional<Duration> wait = throttle.take(person.email(), client);
        if (wait.isPresent()) {
            problems.add(field, "staff.reauthentication.wait", wait.get().toSeconds());
            return;
        }
        Optional<StaffAccount> account = accounts.findById(person.id());
        if (!passwords.matches(password, account.flatMap(StaffAccount::usablePasswordHash))) {
            account.ifPresent(known -> transactions.executeWithoutResult(
                    transaction -> trail.record(person.actor(), "staff.password-refused", known.subject(), Map.of())));
            problems.add(field, "staff.reauthentication.wrong");
            return;
        }
        throttle.forgive(person.email(), client);
    }
}
