package ps.domain.policy.staff;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.AuditTrail;

/**
 * Tells staff by mail when somebody signs in to their account with a browser that has not done so before. A browser is
 * known by a cookie, not by what it says of itself or where it is; of the cookie a hash is kept.
 */
@Component
class Devices {

    private static final String COOKIE = "__Host-device";

    private static final Duration REMEMBERED_FOR = Duration.ofDays(400);

    private final StaffAccounts accounts;
    private final StaffMail mail;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Devices(
            StaffAccounts accounts,
            StaffMail mail,
            AuditTrail trail,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            Clock clock) {
        this.accounts = accounts;
        this.mail = mail;
        this.trail = trail;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Remembers the browser that somebody has signed in with; if it is not the first one and new, tells of it. */
    void remember(StaffPrincipal person, HttpServletRequest request, HttpServletResponse response) {
        Optional<String> token = tokenIn(request);
        if (token.isPresent() && isKnown(person.id(), token.get())) {
            return;
        }
        String fresh = SecretToken.random();
        transactions.executeWithoutResult(transaction -> add(person, fresh));
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, fresh)
                        .path("/")
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(REMEMBERED_FOR)
                        .build()
                        .toString());
    }

    /** Whether anybody who works here has signed in with the browser that asks. */
    boolean areKnown(HttpServletRequest request) {
        return tokenIn(request)
                .filter(token -> jdbc.sql("SELECT count(*) FROM staff_device WHERE token_hash = :hash")
                                .param("hash", SecretToken.hashOf(token))
                                .query(Long.class)
                                .single()
                        > 0)
                .isPresent();
    }

    private boolean isKnown(UUID account, String token) {
        return jdbc.sql("""
                UPDATE staff_device SET last_at = :now WHERE token_hash = :hash AND account_id = :account
                """)
                        .param("now", now())
                        .param("hash", SecretToken.hashOf(token))
                        .param("account", account)
                        .update()
                == 1;
    }

    private void add(StaffPrincipal person, String token) {
        jdbc.sql("DELETE FROM staff_device WHERE last_at < :forgotten")
                .param("forgotten", now().minus(REMEMBERED_FOR))
                .update();
        boolean first = jdbc.sql("SELECT count(*) FROM staff_device WHERE account_id = :account")
                        .param("account", person.id())
                        .query(Long.class)
                        .single()
                == 0;
        jdbc.sql("""
                INSERT INTO staff_device (token_hash, account_id, first_at, last_at)
                VALUES (:hash, :account, :now, :now)
                """)
                .param("hash", SecretToken.hashOf(token))
                .param("account", person.id())
                .param("now", now())
                .update();
        if (!first) {
            accounts.findById(person.id()).ifPresent(account -> {
                mail.tell(account, StaffMail.Event.NEW_DEVICE);
                trail.record(person.actor(), "staff.new-device", account.subject(), Map.of());
            });
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** What the browser that asks has of us, whether or not that is worth anything. */
    static Optional<String> tokenIn(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return (cookies == null ? Stream.<Cookie>empty() : Arrays.stream(cookies))
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst();
    }
}
