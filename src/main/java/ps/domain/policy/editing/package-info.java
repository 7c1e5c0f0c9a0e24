/** Drafts, and their way to publication. */
@ApplicationModule(
        displayName = "Editing",
        allowedDependencies = {"text", "site", "audit", "versions", "notices"})
@NullMarked
package ps.domain.policy.editing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
