package ps.domain.policy.accounts;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Language;

/**
 * How many account holders there are.
 *
 * @param groups how many of each language and status, without those that nobody is in
 * @param reachable how many can be written to
 * @param addresses how many addresses they have: one message goes to each
 * @param unreachable how many cannot be written to, by reason
 */
public record AccountHolderSummary(
        List<Group> groups, long reachable, long addresses, Map<Unreachable, Long> unreachable) {

    /** How many of a language and status there are; the language is null where it is not known. */
    public record Group(@Nullable Language language, AccountStatus status, long holders) {}

    /** Why somebody cannot be written to. */
    public enum Unreachable {
        /** The account is closed. */
        CLOSED,
        /** There is no address. */
        NO_ADDRESS,
        /** What stands for an address is none. */
        INVALID_ADDRESS
    }

    /** All of them. */
    public long total() {
        return groups.stream().mapToLong(Group::holders).sum();
    }

    /** Those of a status. */
    public long totalOf(AccountStatus status) {
        return groups.stream()
                .filter(group -> group.status() == status)
                .mapToLong(Group::holders)
                .sum();
    }

    /** Those of a language, or of none that is known. */
    public long totalIn(@Nullable Language language) {
        return groups.stream()
                .filter(group -> Objects.equals(group.language(), language))
                .mapToLong(Group::holders)
                .sum();
    }

    /** Those of a language and status. */
    public long count(@Nullable Language language, AccountStatus status) {
        return groups.stream()
                .filter(group -> Objects.equals(group.language(), language) && group.status() == status)
                .mapToLong(Group::holders)
                .sum();
    }
}
