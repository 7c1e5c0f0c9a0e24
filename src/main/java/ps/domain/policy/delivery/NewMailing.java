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
 */
public record NewMailing(String name, List<Letter> letters, Instant notBefore, Precaution precaution) {

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
