package ps.domain.policy.accounts.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/**
 * A list that was brought here, and how it compares with the account holders that are here.
 *
 * @param lines how many lines hold an account holder, good or bad
 * @param problems how many problems they have
 * @param problemLines how many lines have any
 * @param closing how many of the changed ones are closed by it
 * @param absent how many are here and not in the list; they are left as they are
 * @param ended when it was read and compared; null while it is being read, and for what is older than this was noted
 * @param failure why it came to nothing, as in message keys, if it did
 * @param failureDetail what else there is to say of that
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
        @Nullable Instant ended,
        @Nullable String failure,
        String failureDetail,
        @Nullable Act applied) {

    /** Somebody did something at some time; {@code byStaff}: not the application itself. */
    public record Act(Instant at, String by, boolean byStaff) {

        /** When, as HTML. */
        public String moment(ZoneId zone, Language language) {
            return Dates.toHtml(at, zone, language);
        }
    }

    /** How far a list has come. */
    public enum State {
        /** It is being read. */
        RUNNING,
        /** It came to nothing. */
        FAILED,
        /** It waits for somebody to apply it. */
        WAITING,
        /** It was applied. */
        APPLIED
    }

    /** How far it has come. */
    public State state() {
        if (applied != null) {
            return State.APPLIED;
        }
        if (failure != null) {
            return State.FAILED;
        }
        return ended == null && source.isWhmcs() ? State.RUNNING : State.WAITING;
    }

    /** Whether it came to nothing because staff wanted it so, or did not decide. */
    public boolean isLeftAside() {
        return "DISCARDED".equals(failure) || "EXPIRED".equals(failure);
    }

    /** How long reading and comparing took, in whole seconds; null where that was not noted, or goes on. */
    public @Nullable Long seconds() {
        return ended == null ? null : Duration.between(staged.at(), ended).toSeconds();
    }

    /** Whether it can be applied: every line of a file has to be good, and WHMCS is taken as it is. */
    public boolean isSound() {
        return problems == 0 || source.isWhmcs();
    }

    /** Whether applying it would change anything. */
    public boolean isChange() {
        return added + changed > 0;
    }
}
