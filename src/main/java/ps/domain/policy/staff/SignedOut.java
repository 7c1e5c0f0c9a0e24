package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.AuditTrail;

/** Records that somebody signed out. */
@Component
class SignedOut implements LogoutHandler {

    private final AuditTrail trail;
    private final TransactionTemplate transactions;

    SignedOut(AuditTrail trail, TransactionTemplate transactions) {
        this.trail = trail;
        this.transactions = transactions;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof StaffPrincipal person) {
            transactions.executeWithoutResult(
                    transaction -> trail.record(person.actor(), "staff.signed-out", "staff:" + person.id(), Map.of()));
        }
    }
}
