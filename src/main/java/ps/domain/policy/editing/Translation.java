package ps.domain.policy.editing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Language;

/**
 * How far a text of a draft is in each language, as pages show it.
 *
 * @param item what it is, as {@link Item#toString} has it
 * @param name what people call it
 * @param revision tells whether it is still what somebody saw
 */
record Translation(String item, String name, int revision, Side ar, Side en) {

    /**
     * One language.
     *
     * @param state the name of a {@link Standing.State}, as in style sheets and message keys
     * @param confirmedBy who said that it is still right, if somebody did
     * @param confirmedAt when, as HTML
     */
    record Side(
            String state,
            @Nullable String confirmedBy,
            @Nullable String confirmedAt) {

        static Side of(Standing.State state, @Nullable String confirmedBy, @Nullable String confirmedAt) {
            return new Side(state.name().toLowerCase(Locale.ROOT), confirmedBy, confirmedAt);
        }

        public boolean isStale() {
            return state.equals("stale");
        }

        public boolean isCurrent() {
            return state.equals("current");
        }
    }

    /** One language. */
    public Side in(Language language) {
        return switch (language) {
            case AR -> ar;
            case EN -> en;
        };
    }

    /** Whether there is nothing left to do. */
    public boolean isCurrent() {
        return ar.isCurrent() && en.isCurrent();
    }

    /** How many texts are how far in one language. */
    record Count(Language language, long missing, long stale, long current) {}
}
