package ps.domain.policy.audit;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was recorded.
 *
 * @param kind the kind of thing, as in message keys
 * @param which of that kind
 * @param flaw what is wrong with it
 * @param expected what there should be, if it can be said
 * @param found what there is instead, if there is anything
 */
public record Finding(
        String kind,
        String which,
        Flaw flaw,
        @Nullable String expected,
        @Nullable String found) {

    /** What can be wrong. */
    public enum Flaw {
        /** What it says does not have the fingerprint that was recorded. */
        CONTENT,
        /** It does not carry the fingerprint of the entry before it. */
        LINK,
        /** It stands at another place than where it would follow the entry before: something is missing or doubled. */
        PLACE,
        /** It cannot be read as what it is. */
        UNREADABLE,
        /** It is there, but the trail does not tell of it. */
        NOT_IN_TRAIL,
        /** The trail tells of it, but it is not there. */
        ONLY_IN_TRAIL,
        /** It was noted down elsewhere, but is not in the chain. */
        NOT_IN_CHAIN
    }
}
