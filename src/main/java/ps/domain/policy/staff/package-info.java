/** Staff accounts, sign-in and roles. */
@ApplicationModule(
        displayName = "Staff",
        allowedDependencies = {"text", "site", "audit", "delivery"})
@NullMarked
package ps.domain.policy.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
