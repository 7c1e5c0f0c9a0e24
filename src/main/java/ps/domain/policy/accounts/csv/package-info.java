/** Files of account holders as comma-separated values (RFC 4180), read a line at a time. */
@NullMarked
package ps.domain.policy.accounts.csv;

import org.jspecify.annotations.NullMarked;
