package ps.domain.policy.editing;

import java.util.List;

/** A file cannot be read as a policy. */
final class UnreadableFile extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final transient List<Object> arguments;

    UnreadableFile(Reason reason, Object... arguments) {
        super(reason.name());
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    /** Why not. */
    enum Reason {
        EMPTY,
        TOO_LARGE,
        NOT_UTF8,
        NO_HEADINGS,
        TOO_MANY_SECTIONS,
        BAD_KEY,
        KEY_TWICE
    }

    Reason reason() {
        return reason;
    }

    /** What the sentence about it names. */
    Object[] arguments() {
        return arguments.toArray();
    }
}
