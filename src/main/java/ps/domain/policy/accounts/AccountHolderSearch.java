package ps.domain.policy.accounts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody looks for, as a query of PostgreSQL's text search: every word that was typed is, or begins, one of the
 * words that somebody is found by. A single character has to be the whole word, or it would find too many to be of use.
 */
final class AccountHolderSearch {

    private static final String BETWEEN_WORDS = "[\\s\\p{P}\\p{S}]+";

    /** What the words that were typed are taken for. */
    enum Words {
        WHOLE,
        BEGINNINGS
    }

    private AccountHolderSearch() {}

    /**
     * The words that were typed; an address is one, as it is, since that is how it is kept.
     *
     * @param folded the same in the form in which words are compared
     */
    static List<String> wordsIn(String typed, String folded) {
        Stream<String> addresses = Arrays.stream(typed.strip().split("\\s+"))
                .filter(term -> term.contains("@"))
                .map(term -> term.toLowerCase(Locale.ROOT));
        Stream<String> others = Arrays.stream(folded.strip().split("\\s+"))
                .filter(term -> !term.contains("@"))
                .flatMap(term -> Arrays.stream(term.split(BETWEEN_WORDS)));
        return Stream.concat(others, addresses).filter(word -> !word.isEmpty()).toList();
    }

    /** Those who have all of the words. */
    static String queryOf(List<String> words, Words taken) {
        return words.stream()
                .map(word -> "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
                        + (taken == Words.BEGINNINGS && word.length() > 1 ? ":*" : ""))
                .collect(Collectors.joining(" & "));
    }

    /** The client id that was typed, if it is one; digits of any script. */
    static Optional<Long> idIn(String typed) {
        String digits = typed.strip();
        return !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(Character::isDigit)
                ? Optional.of(Long.parseLong(digits)) // which reads them all
                : Optional.empty();
    }
}
