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
        List<String> words = AccountHolderSearch.wordsIn(text, folded);
        if (!words.isEmpty()) {
            withAll(words, most).forEach(holder -> found.putIfAbsent(holder.clientId(), holder));
        }
        return found.values().stream().limit(most).toList();
    }

    private List<AccountHolder> withAll(List<String> words, int most) {
        String beginnings = AccountHolderSearch.queryOf(words, Words.BEGINNINGS);
        List<AccountHolder> holders = amongTheFirst(beginnings, most);
        if (holders.size() >= most) {
            return holders;
        }
        // Whole words are looked up side by side; of beginnings, all that have them are gathered first.
        String whole = AccountHolderSearch.queryOf(words, Words.WHOLE);
        List<AccountHolder> exact = amongAll(whole, whole, most);
        return exact.isEmpty()
                ? amongAll(AccountHolderSearch.queryOf(rare(words), Words.BEGINNINGS), beginnings, most)
                : exact;
    }

    /**
     * The words that none of the most common ones begin with, as far as PostgreSQL has taken note of those; all, if none is
     * rare.
     */
    private List<String> rare(List<String> words) {
        List<String> rare = jdbc.sql("""
                SELECT word FROM unnest(:words::text[]) AS word
                EXCEPT
                SELECT word
                FROM pg_stats, unnest(most_common_elems::text::text[]) AS common
                JOIN unnest(:words::text[]) AS word ON starts_with(common, word)
                WHERE tablename = 'account_holder' AND attname = 'found_by'
                """)
                .param("words", words.toArray(String[]::new))
                .query(String.class)
                .list();
        return rare.isEmpty() ? words : rare;
    }

    /**
     * What so many have that the first few thousand rows have enough of them is found there: the index would gather all of
     * them before it gives the first.
     */
    private List<AccountHolder> amongTheFirst(String query, int most) {
        return jdbc.sql("""
                SELECT * FROM (SELECT * FROM account_holder ORDER BY client_id LIMIT 5000) AS first
                WHERE found_by @@ :query::tsquery
                LIMIT :most
                """)
                .param("query", query)
                .param("most", most)
                .query((row, number) -> holder(row))
                .list();
    }

    /**
     * With the index, whatever the planner thinks: where it expects many it would rather read the table.
     *
     * @param gathered what is asked of the index; of those that it gives, the query chooses
     */
    private List<AccountHolder> amongAll(String gathered, String query, int most) {
        jdbc.sql("SELECT set_config('enable_seqscan', 'off', true)").query().singleRow();
        return jdbc.sql("""
                SELECT * FROM (
                  SELECT * FROM account_holder
                  WHERE found_by @@ :gathered::tsquery AND (found_by @@ :query::tsquery) IS TRUE
                  LIMIT :most
                ) AS found
                ORDER BY client_id
                """)
                .param("gathered", gathered)
                .param("query", query)
                .param("most", most)
                .query((row, number) -> holder(row))
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
