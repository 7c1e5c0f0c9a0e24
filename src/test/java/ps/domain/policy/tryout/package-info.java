/** What {@code mvn spring-boot:test-run} adds to the application for trying it out; none of it ships. */
@NullMarked
package ps.domain.policy.tryout;

import org.jspecify.annotations.NullMarked;
