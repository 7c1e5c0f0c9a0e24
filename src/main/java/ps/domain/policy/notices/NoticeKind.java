package ps.domain.policy.notices;

import java.util.Locale;

/** What a notice is for. */
enum NoticeKind {
    /** Tells of a material version before it takes effect. */
    CHANGE,
    /** Tells those who were told of a version that it was withdrawn or postponed. */
    CORRECTION;

    /** As in message keys. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
