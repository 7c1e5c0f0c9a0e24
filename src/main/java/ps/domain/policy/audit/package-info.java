/** The append-only, hash-chained trail of what staff did. */
@ApplicationModule(
        displayName = "Audit",
        allowedDependencies = {"text", "site"})
@NullMarked
package ps.domain.policy.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
