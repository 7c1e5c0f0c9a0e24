/** What tests stand on: a real database, a clock that can be set, a browser. */
@NullMarked
package ps.domain.policy.testing;

import org.jspecify.annotations.NullMarked;
