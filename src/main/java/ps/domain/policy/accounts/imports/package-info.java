/** Lists of account holders on their way in, from wherever: staged, compared with what is here, then applied or not. */
@NullMarked
package ps.domain.policy.accounts.imports;

import org.jspecify.annotations.NullMarked;
