/** Languages, bilingual text, Markdown made into safe HTML, and what a log may say of a failure. */
@ApplicationModule(
        displayName = "Text",
        allowedDependencies = {})
@NullMarked
package ps.domain.policy.text;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
