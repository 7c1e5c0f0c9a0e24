package ps.domain.policy.staff;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** Finds out who is signed in. */
final class SignedInStaff {

    private SignedInStaff() {}

    /** The person whom the current request comes from. */
    static Optional<StaffPrincipal> current() {
        return in(SecurityContextHolder.getContext());
    }

    /** The person in a security context. */
    static Optional<StaffPrincipal> in(SecurityContext context) {
        return of(context.getAuthentication());
    }

    /** Whoever has shown one factor and is asked for another. */
    static Optional<HalfSignedIn> half() {
        return halfOf(SecurityContextHolder.getContext().getAuthentication());
    }

    /** Whoever has shown one factor, as an authentication stands for. */
    static Optional<HalfSignedIn> halfOf(@Nullable Authentication authentication) {
        return authentication != null && authentication.getPrincipal() instanceof HalfSignedIn half
                ? Optional.of(half)
                : Optional.empty();
    }

    /** The person whom an authentication stands for. */
    static Optional<StaffPrincipal> of(@Nullable Authentication authentication) {
        return authentication != null && authentication.getPrincipal() instanceof StaffPrincipal person
                ? Optional.of(person)
                : Optional.empty();
    }
}
