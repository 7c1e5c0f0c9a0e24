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
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Ends a session whose person may no longer do what it remembers, or that is older than a working day (OWASP ASVS 4.0,
 * 3.3.2), however busy it is. Whoever it was goes on as a stranger, and so comes to the sign-in page; a form that waited
 * in the session waits on for them in the next one.
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
        if (isOver(request)) {
            end(request);
        }
        if (Unattended.is(request)) {
            chain.doFilter(Unattended.of(request), response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            Idling.note(request, clock.instant());
        }
    }

    private static void end(HttpServletRequest request) {
        Optional<KeptForm> waiting = waitingFor(whoIsIn(), request);
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        waiting.ifPresent(form -> form.keep(request));
    }

    private static Optional<KeptForm> waitingFor(Optional<UUID> account, HttpServletRequest request) {
        return Confirmations.in(request)
                .map(confirmation -> confirmation.form().sentBy(confirmation.account()))
                .or(() -> KeptForm.whoseverIn(request)
                        .map(form -> form.sender() == null
                                ? account.map(form::sentBy).orElse(form)
                                : form));
    }

    private static Optional<UUID> whoIsIn() {
        return SignedInStaff.current()
                .map(StaffPrincipal::id)
                .or(() -> SignedInStaff.half().map(HalfSignedIn::account));
    }

    private boolean isOver(HttpServletRequest request) {
        Optional<StaffPrincipal> person = SignedInStaff.current();
        Optional<HalfSignedIn> half = SignedInStaff.half();
        boolean somebody = person.isPresent() || half.isPresent();
        return (somebody && Idling.isOver(request, clock.instant()))
                || (person.isPresent() && (isOlderThan(A_WORKING_DAY) || !isStillSo(person.get())))
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
