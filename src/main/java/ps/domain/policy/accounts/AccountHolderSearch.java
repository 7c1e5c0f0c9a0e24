package ps.domain.policy.accounts;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody looks for, as a query of PostgreSQL's text search: every word that was typed begins one of the words that
 * somebody is found by. A single character has to be the whole word, or it would find too many to be of use.
 */
final class AccountHolderSearch {

    private static final String BETWEEN_WORDS = "[\\s\\p{P}\\p{S}]+";

    private AccountHolderSearch() {}

    /** @param folded what was typed, in the form in which words are compared */
    static Optional<String> queryOf(String folded) {
        String query = Arrays.stream(folded.strip().split("\\s+"))
                .flatMap(term -> Arrays.stream(term.contains("@") ? new String[] {term} : term.split(BETWEEN_WORDS)))
                .filter(word -> !word.isEmpty())
                .map(word ->
                        "'" + word.replace("\\", "\\\\").replace("'", "''") + "'" + (word.length() > 1 ? ":*" : ""))
                .collect(Collectors.joining(" & "));
        return query.isEmpty() ? Optional.empty() : Optional.of(query);
    }

    /** The client id that was typed, if it is one; digits of any script. */
    static Optional<Long> idIn(String typed) {
        String digits = typed.strip();
        return !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(Character::isDigit)
                ? Optional.of(Long.parseLong(digits)) // which reads them all
                : Optional.empty();
    }
}
