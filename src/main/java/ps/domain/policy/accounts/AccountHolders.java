package ps.domain.policy.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.AccountHolderSearch.Words;
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

    /** The account holder with this number. */
    @Transactional(readOnly = true)
    public Optional<AccountHolder> holder(long clientId) {
        return jdbc.sql("SELECT * FROM account_holder WHERE client_id = :id")
                .param("id", clientId)
                .query((row, n) -> holder(row))
                .optional();
    }

    /**
     * Those who have this number, or whose name, organization and address have all of these words, however they are
     * spelt; if nobody has, those who have words that begin like them.
     *
     * @param most how many at most: any of them, if there are more
     */
    @Transactional(readOnly = true)
    public List<AccountHolder> find(String typed, int most) {
        Map<Long, AccountHolder> found = new LinkedHashMap<>();
        AccountHolderSearch.idIn(typed).flatMap(this::holder).ifPresent(holder -> found.put(holder.clientId(), holder));
        String text = typed.replace("\0", "");
        String folded = jdbc.sql("SELECT folded(:text)")
                .param("text", text)
                .query(String.class)
                .single();
        AccountHolderSearch.queryOf(text, folded, Words.BEGINNINGS).ifPresent(beginnings -> {
            String whole =
                    AccountHolderSearch.queryOf(text, folded, Words.WHOLE).orElseThrow();
            List<AccountHolder> holders = amongTheFirst(beginnings, most);
            if (holders.size() < most) {
                // Whole words are looked up side by side; of beginnings, all that have them are gathered first.
                List<AccountHolder> exact = amongAll(whole, most);
                holders = exact.isEmpty() ? amongAll(beginnings, most) : exact;
            }
            holders.forEach(holder -> found.putIfAbsent(holder.clientId(), holder));
        });
        return found.values().stream().limit(most).toList();
    }

    /**
     * What so many have that the first few thousand rows have enough of them is found there: the index would gather all of
     * them before it gives the first.
     */
    private List<AccountHolder> amongTheFirst(String query, int most) {
        return matching("""
                SELECT * FROM (SELECT * FROM account_holder ORDER BY client_id LIMIT 5000) AS first
                WHERE found_by @@ :query::tsquery
                LIMIT :most
                """, query, most);
    }

    /** With the index, whatever the planner thinks: where it expects many it would rather read the table. */
    private List<AccountHolder> amongAll(String query, int most) {
        jdbc.sql("SELECT set_config('enable_seqscan', 'off', true)").query().singleRow();
        return matching("""
                SELECT * FROM (SELECT * FROM account_holder WHERE found_by @@ :query::tsquery LIMIT :most) AS found
                ORDER BY client_id
                """, query, most);
    }

    private List<AccountHolder> matching(String sql, String query, int most) {
        return jdbc.sql(sql)
                .param("query", query)
                .param("most", most)
                .query((row, n) -> holder(row))
                .list();
    }

    private static AccountHolder holder(ResultSet row) throws SQLException {
        return new AccountHolder(
                row.getLong("client_id"),
                row.getString("name"),
                row.getString("organization"),
                row.getString("email"),
                languageOf(row.getString("language")),
                AccountStatus.valueOf(row.getString("status")),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Language languageOf(@Nullable String tag) {
        return tag == null ? null : Language.ofTag(tag).orElseThrow();
    }
}
