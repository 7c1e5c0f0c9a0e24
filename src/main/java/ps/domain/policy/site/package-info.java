/** What every page shares: the public address, the language of a request, errors, headers. */
@ApplicationModule(
        displayName = "Site",
        allowedDependencies = {"text"})
@NullMarked
package ps.domain.policy.site;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
