package ps.domain.policy.versions;

/** A version was to be postponed that cannot be, or not to that day; nothing has happened. */
public final class CannotPostpone extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    CannotPostpone(int number, Reason reason) {
        super("Version " + number + " cannot be postponed: " + reason);
        this.reason = reason;
    }

    /** What stands in the way. */
    public enum Reason {
        /** It has been in force, or its time has come: what applied once cannot be undone. */
        EFFECTIVE,
        /** It was withdrawn. */
        WITHDRAWN,
        /** The new day is not later than the one that counts so far. */
        NOT_LATER,
        /** The new day is after the effective date of a version that was published later, which must not come first. */
        AFTER_THE_NEXT,
        /** The reason for readers is missing in a language. */
        REASON_MISSING
    }

    /** What stands in the way. */
    public Reason reason() {
        return reason;
    }
}
