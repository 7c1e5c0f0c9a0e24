package ps.domain.policy.staff;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Ends a session whose person may no longer do what it remembers, or that is older than a working day (OWASP ASVS 4.0,
 * 3.3.2), however busy it is. Whoever it was goes on as a stranger, and so comes to the sign-in page.
 */
final class SessionLimits extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final Duration A_WORKING_DAY = Duration.ofHours(12);

    /** Between the password and the second factor; setting one up takes a while. */
    private static final Duration TO_FIND_THE_TELEPHONE = Duration.ofMinutes(15);

    private final transient StaffAccounts accounts;
    private final transient Sessions sessions;
    private final transient Clock clock;

    SessionLimits(StaffAccounts accounts, Sessions sessions, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOver()) {
            SecurityContextHolder.clearContext();
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isOver() {
        Optional<StaffPrincipal> person = SignedInStaff.current();
        Optional<HalfSignedIn> half = SignedInStaff.half();
        return (person.isPresent() && (isOlderThan(A_WORKING_DAY) || !isStillSo(person.get())))
                || (half.isPresent() && (isOlderThan(TO_FIND_THE_TELEPHONE) || !isStillSo(half.get())));
    }

    private boolean isOlderThan(Duration limit) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                && authentication.getDetails() instanceof Instant since
                && !since.plus(limit).isAfter(clock.instant());
    }

    private boolean isStillSo(StaffPrincipal person) {
        return sessions.isStill(person.id(), person.role());
    }

    private boolean isStillSo(HalfSignedIn half) {
        return accounts.findById(half.account()).filter(StaffAccount::isActive).isPresent();
    }
}
