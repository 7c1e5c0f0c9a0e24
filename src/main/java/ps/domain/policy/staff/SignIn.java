package ps.domain.policy.staff;

import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;

/** Asks for address and password. Says and does the same, for as long, whether there is such an account or not. */
@Component
class SignIn implements AuthenticationProvider {

    private final StaffAccounts accounts;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final Entrance entrance;

    SignIn(
            StaffAccounts accounts,
            Passwords passwords,
            SignInThrottle throttle,
            AuditTrail trail,
            TransactionTemplate transactions,
            Entrance entrance) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.throttle = throttle;
        this.trail = trail;
        this.transactions = transactions;
        this.entrance = entrance;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String email = StaffAccount.normalized(attempt.getName());
        Attempt from = attempt.getDetails() instanceof Attempt details ? details : new Attempt("", Optional.empty());
        throttle.take(email, from).ifPresent(wait -> {
            throw new TooManyAttempts(wait);
        });
        Optional<StaffAccount> account = accounts.findByEmail(email);
        boolean right = passwords.matches(
                String.valueOf(attempt.getCredentials()), account.flatMap(StaffAccount::usablePasswordHash));
        if (account.isEmpty() || !right) {
            account.ifPresent(known -> record(Actor.APPLICATION, "staff.sign-in-failed", known));
            throw new BadCredentialsException("No such account, or another password");
        }
        throttle.forgive(email, from);
        return entrance.afterFirst(account.get(), FactorGrantedAuthority.PASSWORD_AUTHORITY);
    }

    private void record(Actor actor, String action, StaffAccount account) {
        transactions.executeWithoutResult(transaction -> trail.record(actor, action, account.subject(), Map.of()));
    }
}
