/** Applies the periods after which personal data go. */
@ApplicationModule(
        displayName = "Retention",
        allowedDependencies = {"text", "audit", "accounts", "delivery", "staff", "notices"})
@NullMarked
package ps.domain.policy.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
