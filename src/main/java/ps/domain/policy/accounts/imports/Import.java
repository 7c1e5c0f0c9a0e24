package ps.domain.policy.accounts.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A list that was brought here, and how it compares with the account holders that are here.
 *
 * @param lines how many lines hold an account holder, good or bad
 * @param problems how many problems they have
 * @param problemLines how many lines have any
 * @param closing how many of the changed ones are closed by it
 * @param absent how many are here and not in the list; they are left as they are
 * @param applied when and by whom it was applied, if it was
 */
public record Import(
        long id,
        Source source,
        Act staged,
        long lines,
        long problems,
        long problemLines,
        long added,
        long changed,
        long closing,
        long unchanged,
        long absent,
        @Nullable Act applied) {

    /** Somebody did something at some time. */
    public record Act(Instant at, String by) {}

    /** Whether every line is good. */
    public boolean isSound() {
        return problems == 0;
    }

    /** Whether applying it would change anything. */
    public boolean isChange() {
        return added + changed > 0;
    }
}
