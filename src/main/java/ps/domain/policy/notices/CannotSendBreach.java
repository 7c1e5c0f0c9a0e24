package ps.domain.policy.notices;

import java.util.Locale;

/** Something stands in the way of a breach notice. */
final class CannotSendBreach extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    CannotSendBreach(Reason reason) {
        super("A breach notice is not sent: " + reason);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** What it is. */
    enum Reason {
        SUBJECT_AR,
        SUBJECT_EN,
        BODY_AR,
        BODY_EN,
        /** A heading has nothing below it. */
        EMPTY_PART_AR,
        EMPTY_PART_EN,
        /** Mail programs would cut it. */
        TOO_LARGE,
        /** It names client ids that are nobody's. */
        UNKNOWN_CLIENTS,
        /** Nobody whom it is for can be written to. */
        NOBODY,
        /** Whoever wants to send it wrote in it. */
        OWN_WORK,
        /** It was changed, sent or discarded since it was shown. */
        CHANGED,
        /** More or fewer would be told than was shown. */
        OTHER_AUDIENCE;

        /** The field where it can be mended, or where it is asked for. */
        String field() {
            return switch (this) {
                case SUBJECT_AR -> "subject-ar";
                case SUBJECT_EN -> "subject-en";
                case BODY_AR, EMPTY_PART_AR -> "body-ar";
                case BODY_EN, EMPTY_PART_EN -> "body-en";
                case UNKNOWN_CLIENTS, NOBODY -> "clients";
                case TOO_LARGE -> "text-title";
                case OWN_WORK, CHANGED, OTHER_AUDIENCE -> "confirm-title";
            };
        }

        String key() {
            return "notices.breach.reason." + name().toLowerCase(Locale.ROOT);
        }
    }
}
