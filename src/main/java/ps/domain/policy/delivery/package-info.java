/** Sends messages over SMTP and records what became of each; knows nothing of policies. */
@ApplicationModule(
        displayName = "Delivery",
        allowedDependencies = {"text"})
@NullMarked
package ps.domain.policy.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
