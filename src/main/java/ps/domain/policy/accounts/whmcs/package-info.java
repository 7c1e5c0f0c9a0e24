/** The billing platform WHMCS: its clients are brought in as lists, and single ones when it says that they changed. */
@NullMarked
package ps.domain.policy.accounts.whmcs;

import org.jspecify.annotations.NullMarked;
