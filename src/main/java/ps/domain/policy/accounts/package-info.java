/** Account holders and how they get here. */
@ApplicationModule(
        displayName = "Accounts",
        allowedDependencies = {"text", "site", "audit"})
@NullMarked
package ps.domain.policy.accounts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
