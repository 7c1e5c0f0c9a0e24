package ps.domain.policy.notices;

import java.util.Locale;

/** What a notice is for. */
enum NoticeKind {
    /** Tells of a material version before it takes effect. */
    CHANGE,
    /** Tells those who were told of a version that it was withdrawn or postponed. */
    CORRECTION,
    /** Tells the same as a change, of those whom it did not go to: account holders who were added later. */
    CATCH_UP,
    /** Tells of a breach of personal data. */
    BREACH;

    /** Whether it tells of a version before it takes effect. */
    boolean isAboutNewText() {
        return this == CHANGE || this == CATCH_UP;
    }

    /** As in message keys. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
