/** The application; each package below is a module. */
@NullMarked
package ps.domain.policy;

import org.jspecify.annotations.NullMarked;
