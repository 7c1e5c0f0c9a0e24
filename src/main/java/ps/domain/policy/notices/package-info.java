/** Announcements to account holders: who is told, what they are told, and what became of it. */
@ApplicationModule(
        displayName = "Notices",
        allowedDependencies = {"text", "site", "audit", "staff", "versions", "accounts", "delivery"})
@NullMarked
package ps.domain.policy.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
