package ps.domain.policy.editing;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Language;

/**
 * How the two languages of a text stand to each other since it was changed.
 *
 * @param behind the language that still has to follow the other one, if one has
 * @param changedAt when the words were changed last
 * @param confirmed the language of which somebody said since then that it is still right
 */
@Embeddable
record Standing(
        @Enumerated(EnumType.STRING) @Nullable Language behind,
        Instant changedAt,
        String changedBy,
        @Nullable UUID changedById,
        @Enumerated(EnumType.STRING) @Nullable Language confirmed,
        @Nullable String confirmedBy,
        @Nullable Instant confirmedAt) {

    /** How far a text is in one language. */
    enum State {
        /** Something is still to be written. */
        MISSING,
        /** The other language changed later. */
        STALE,
        /** It says what the other language says, as far as anybody knows. */
        CURRENT
    }

    /** Of words that say the same in both languages. */
    static Standing inStep(Actor by, Instant at) {
        return behind(null, by, at);
    }

    static Standing behind(@Nullable Language behind, Actor by, Instant at) {
        return new Standing(behind, at, by.name(), by.id(), null, null, null);
    }

    /**
     * After a change of words. Who writes in the language that was behind, or for the first time, follows the other
     * language; who changes one that was level leaves the other behind.
     */
    static Standing after(
            @Nullable Language behind, Item.Kind kind, Wording before, Wording now, Actor by, Instant at) {
        boolean arabic = !now.isSameIn(Language.AR, before);
        boolean english = !now.isSameIn(Language.EN, before);
        if (arabic == english) {
            return behind(arabic ? null : behind, by, at);
        }
        Language changed = arabic ? Language.AR : Language.EN;
        boolean follows = changed == behind || before.isMissing(kind, changed);
        boolean incomplete = now.isMissing(kind, Language.AR) || now.isMissing(kind, Language.EN);
        return behind(follows || incomplete ? null : changed.other(), by, at);
    }

    /** After somebody looked at the language that is behind and found it right as it is. */
    Standing confirmedBy(Actor by, Instant at) {
        return new Standing(null, changedAt, changedBy, changedById, behind, by.name(), at);
    }
}
