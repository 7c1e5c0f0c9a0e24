/** Languages, bilingual text, and Markdown made into safe HTML. */
@ApplicationModule(
        displayName = "Text",
        allowedDependencies = {})
@NullMarked
package ps.domain.policy.text;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
