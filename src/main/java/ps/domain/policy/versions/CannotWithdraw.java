package ps.domain.policy.versions;

/** A version was to be withdrawn that cannot be; nothing has happened. */
public final class CannotWithdraw extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    CannotWithdraw(int number, Reason reason) {
        super("Version " + number + " cannot be withdrawn: " + reason);
        this.reason = reason;
    }

    /** What stands in the way. */
    public enum Reason {
        /** It has been in force, or its time has come: what applied once cannot be undone. */
        EFFECTIVE,
        /** It was withdrawn already. */
        WITHDRAWN,
        /** The reason for readers is missing in a language. */
        REASON_MISSING
    }

    /** What stands in the way. */
    public Reason reason() {
        return reason;
    }
}
