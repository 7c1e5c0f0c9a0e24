package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.List;

/**
 * A mailing to create.
 *
 * @param name what operators know it by
 * @param letters one for each variant
 * @param notBefore the end of the hold: nothing is sent earlier
 * @param precaution what keeps it from running into refusals
 * @param passing whether it proves nothing, and so may be deleted once it is old
 */
public record NewMailing(String name, List<Letter> letters, Instant notBefore, Precaution precaution, boolean passing) {

    /** One that is kept. */
    public NewMailing(String name, List<Letter> letters, Instant notBefore, Precaution precaution) {
        this(name, letters, notBefore, precaution, false);
    }

    /** One that passes: a single letter that goes at once. */
    public static NewMailing passing(String name, Letter letter, Instant now) {
        return new NewMailing(name, List.of(letter), now, Precaution.NONE, true);
    }

    /**
     * Checks that there is something to send.
     *
     * @throws IllegalArgumentException if there is no name or no letter, or two of one variant
     */
    public NewMailing {
        letters = List.copyOf(letters);
        if (name.isBlank() || letters.isEmpty()) {
            throw new IllegalArgumentException("A mailing needs a name and at least one letter");
        }
        if (letters.stream().map(Letter::variant).distinct().count() < letters.size()) {
            throw new IllegalArgumentException("A mailing has one letter for each variant");
        }
    }
}
