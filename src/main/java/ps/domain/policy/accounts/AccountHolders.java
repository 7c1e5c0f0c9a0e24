package ps.domain.policy.accounts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.AccountHolderSummary.Group;
import ps.domain.policy.accounts.AccountHolderSummary.Unreachable;
import ps.domain.policy.text.Language;

/**
 * The account holders. Who needs them by the million reads the views {@code account_holder_reachable}, {@code
 * account_holder_unreachable} and {@code account_holder_address} in a statement of its own.
 */
@Component
public class AccountHolders {

    private final JdbcClient jdbc;

    AccountHolders(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many there are, at one moment. */
    @Transactional(readOnly = true)
    public AccountHolderSummary summary() {
        // Everything in one statement, and so of one moment. The distinct addresses come off the audience's index.
        Map<Unreachable, Long> unreachable = new EnumMap<>(Unreachable.class);
        List<Group> groups = new ArrayList<>();
        long[] reachable = new long[2];
        jdbc.sql("""
                SELECT 'GROUP' AS kind, language, status, count(*) AS holders
                FROM account_holder GROUP BY language, status
                UNION ALL
                SELECT 'UNREACHABLE', NULL, reason, count(*) FROM account_holder_unreachable GROUP BY reason
                UNION ALL
                SELECT 'REACHABLE', NULL, NULL, count(*) FROM account_holder_reachable
                UNION ALL
                SELECT 'ADDRESSES', NULL, NULL, count(DISTINCT email_key) FROM account_holder_reachable
                """).query(row -> {
            long holders = row.getLong("holders");
            switch (row.getString("kind")) {
                case "GROUP" ->
                    groups.add(new Group(
                            languageOf(row.getString("language")),
                            AccountStatus.valueOf(row.getString("status")),
                            holders));
                case "UNREACHABLE" -> unreachable.put(Unreachable.valueOf(row.getString("status")), holders);
                case "REACHABLE" -> reachable[0] = holders;
                default -> reachable[1] = holders;
            }
        });
        return new AccountHolderSummary(List.copyOf(groups), reachable[0], reachable[1], Map.copyOf(unreachable));
    }

    private static @Nullable Language languageOf(@Nullable String tag) {
        return tag == null ? null : Language.ofTag(tag).orElseThrow();
    }
}
