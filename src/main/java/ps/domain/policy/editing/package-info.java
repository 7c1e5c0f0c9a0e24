/** Drafts, and their way through review to publication. */
@ApplicationModule(
        displayName = "Editing",
        allowedDependencies = {"text", "site", "audit", "versions", "notices", "reading", "staff"})
@NullMarked
package ps.domain.policy.editing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
