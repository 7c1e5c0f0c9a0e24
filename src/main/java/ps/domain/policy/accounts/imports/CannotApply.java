package ps.domain.policy.accounts.imports;

/** A list cannot be applied. Nothing of it was. */
public final class CannotApply extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    CannotApply(Reason reason) {
        super("The list cannot be applied: " + reason);
        this.reason = reason;
    }

    /** Why not. */
    public Reason reason() {
        return reason;
    }

    /** Why a list cannot be applied. */
    public enum Reason {
        /** It has problems. */
        PROBLEMS,
        /** It was applied already. */
        APPLIED,
        /** The account holders changed since it was compared with them. */
        OUTDATED,
        /** It was discarded, or replaced by a later one, or waited for more than a day. */
        GONE,
        /** Its rows were lost in a crash of the database. */
        LOST
    }
}
