/** The pages that visitors read. */
@ApplicationModule(
        displayName = "Reading",
        allowedDependencies = {"text", "site", "versions"})
@NullMarked
package ps.domain.policy.reading;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
