/** Published versions of the policy: their rules, their order in time, their integrity. */
@ApplicationModule(
        displayName = "Versions",
        allowedDependencies = {"text", "audit"})
@NullMarked
package ps.domain.policy.versions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
