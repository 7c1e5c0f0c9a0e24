package ps.domain.policy.notices;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.ErasedAccountHolders;

/** Who is told and who is not: counted before, fixed with a notice, and looked up afterwards. */
@Component
class Audiences {

    /** So many rows are held at once of a list that may be long. */
    private static final int FETCHED = 1_000;

    private final JdbcClient jdbc;
    private final ErasedAccountHolders erased;

    Audiences(JdbcClient jdbc, ErasedAccountHolders erased) {
        this.jdbc = jdbc;
        this.erased = erased;
    }

    /**
     * Which account holders a notice is for.
     *
     * @param condition SQL, on what {@code holder} is one of
     * @param erased SQL that yields the pseudonyms of those of them who were erased, as {@code client_id}
     * @param parameters the named ones of both
     */
    record Scope(String condition, String erased, Map<String, ?> parameters) {

        private static final String NOBODY = "SELECT NULL::bigint AS client_id WHERE false";

        static final Scope EVERYBODY = new Scope("true", NOBODY, Map.of());

        /** Those whom a breach notice names. */
        static Scope ofBreach(UUID draft) {
            return new Scope(
                    "holder.client_id IN (SELECT client_id FROM breach_draft_client WHERE draft_id = :draft)",
                    "SELECT client_id FROM breach_draft_client WHERE draft_id = :draft AND client_id < 0",
                    Map.of("draft", draft));
        }

        /**
         * Those at addresses that no notice about an entry of the chain went to.
         */
        static Scope notToldOf(int entry) {
            return new Scope("""
                    NOT EXISTS (
                      SELECT FROM notice JOIN notice_recipient AS told ON told.notice_id = notice.id
                      WHERE notice.tells_of = :entry AND notice.kind <> 'BREACH' AND lower(told.email) = lower(holder.email)
                    )""", NOBODY, Map.of("entry", entry));
        }
    }

    /** Somebody who is to be told in another way than by mail. */
    record ToTellOtherwise(
            long client,
            String name,
            String organization,
            @Nullable String email,
            String reason) {}

    /** How many would be told now. */
    @Transactional(readOnly = true)
    public Audience of(Scope scope) {
        // In the order of the index account_holder_audience, so that nothing is sorted.
        return jdbc.sql("""
                SELECT coalesce(sum(accounts), 0) AS account_holders, count(*) AS addresses,
                       count(*) FILTER (WHERE language = 'en') AS english
                FROM (
                  SELECT DISTINCT ON (email_key) language, count(*) OVER (PARTITION BY email_key) AS accounts
                  FROM account_holder_reachable AS holder
                  WHERE %s
                  ORDER BY email_key, (language IS NULL), client_id
                ) AS address
                """.formatted(scope.condition()))
                .params(scope.parameters())
                .query((row, number) -> new Audience(
                        row.getLong("account_holders"),
                        row.getLong("addresses"),
                        row.getLong("english"),
                        unreached("""
                                (
                                  SELECT reason FROM account_holder_unreachable AS holder WHERE %s
                                  UNION ALL
                                  SELECT 'ERASED' FROM (%s) AS erased
                                ) AS unreached""".formatted(scope.condition(), scope.erased()), scope.parameters())))
                .single();
    }

    /** How many are told by a notice, as it was recorded with it. */
    @Transactional(readOnly = true)
    public Audience of(Notice notice) {
        return jdbc.sql("""
                SELECT count(*) AS account_holders, count(*) FILTER (WHERE leads) AS addresses,
                       count(*) FILTER (WHERE leads AND language = 'en') AS english
                FROM notice_recipient WHERE notice_id = :notice
                """)
                .param("notice", notice.id())
                .query((row, number) -> new Audience(
                        row.getLong("account_holders"),
                        row.getLong("addresses"),
                        row.getLong("english"),
                        unreached("notice_unreached WHERE notice_id = :notice", Map.of("notice", notice.id()))))
                .single();
    }

    private Audience.Unreached unreached(String among, Map<String, ?> parameters) {
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE reason = 'CLOSED') AS closed,
                       count(*) FILTER (WHERE reason = 'NO_ADDRESS') AS no_address,
                       count(*) FILTER (WHERE reason = 'INVALID_ADDRESS') AS invalid_address,
                       count(*) FILTER (WHERE reason = 'ERASED') AS erased
                FROM %s
                """.formatted(among))
                .params(parameters)
                .query((row, number) -> new Audience.Unreached(
                        row.getLong("closed"),
                        row.getLong("no_address"),
                        row.getLong("invalid_address"),
                        row.getLong("erased")))
                .single();
    }

    /** Hands over whom a notice would not reach now, by client id. */
    @Transactional(readOnly = true)
    public void toTellOtherwise(Scope scope, Consumer<ToTellOtherwise> to) {
        each("""
                SELECT holder.client_id, account_holder.name, account_holder.organization, holder.email, holder.reason
                FROM account_holder_unreachable AS holder JOIN account_holder USING (client_id)
                WHERE %s
                ORDER BY holder.client_id
                """.formatted(scope.condition()), scope.parameters(), to);
    }

    /**
     * Some of those whom a notice would not reach now, by the reason, in the order of their client ids: without names, for
     * whoever writes it.
     *
     * @param most how many to name for each reason
     */
    @Transactional(readOnly = true)
    public SortedMap<String, List<Long>> unreached(Scope scope, int most) {
        SortedMap<String, List<Long>> clients = new TreeMap<>();
        jdbc.sql("""
                SELECT reason, client_id
                FROM (
                  SELECT reason, client_id, row_number() OVER (PARTITION BY reason ORDER BY client_id) AS place
                  FROM account_holder_unreachable AS holder WHERE %s
                ) AS unreached
                WHERE place <= :most
                ORDER BY client_id
                """.formatted(scope.condition()))
                .params(scope.parameters())
                .param("most", most)
                .query(row -> {
                    clients.computeIfAbsent(row.getString("reason"), reason -> new ArrayList<>())
                            .add(row.getLong("client_id"));
                });
        return clients;
    }

    /** Hands over whom a notice did not reach, by client id: with the address as it was, and the name as it is now. */
    @Transactional(readOnly = true)
    public void toTellOtherwise(Notice notice, Consumer<ToTellOtherwise> to) {
        each("""
                SELECT unreached.client_id, coalesce(name, '') AS name, coalesce(organization, '') AS organization,
                       unreached.email, reason
                FROM notice_unreached AS unreached LEFT JOIN account_holder USING (client_id)
                WHERE notice_id = :notice
                ORDER BY unreached.client_id
                """, Map.of("notice", notice.id()), to);
    }

    private void each(String sql, Map<String, ?> parameters, Consumer<ToTellOtherwise> to) {
        try (Stream<ToTellOtherwise> all = jdbc
                .sql(sql)
                .params(parameters)
                .withFetchSize(FETCHED)
                .query((row, number) -> new ToTellOtherwise(
                        row.getLong("client_id"),
                        row.getString("name"),
                        row.getString("organization"),
                        row.getString("email"),
                        row.getString("reason")))
                .stream()) {
            all.forEach(to);
        }
    }

    /**
     * What was written down with a notice.
     *
     * @param accountHolders how many are to be told
     * @param unreached how many cannot be
     */
    record Fixed(int accountHolders, int unreached) {}

    /**
     * Writes down who is to be told by a notice, and who cannot be, and why. One statement, and so one look at the account
     * holders: who becomes one of these or of those meanwhile, by an import that ends, is not both and not neither.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Fixed fixAll(UUID notice, Scope scope) {
        erased.hold();
        int accountHolders = jdbc.sql("""
                WITH unreached AS (
                  INSERT INTO notice_unreached (notice_id, client_id, reason, email)
                  SELECT :notice, client_id, reason, email FROM account_holder_unreachable AS holder WHERE %s
                  UNION ALL
                  SELECT :notice, client_id, 'ERASED', NULL FROM (%s) AS erased
                )
                %s""".formatted(scope.condition(), scope.erased(), toldBy(scope)))
                .params(scope.parameters())
                .param("notice", notice)
                .update();
        int unreached = jdbc.sql("SELECT count(*) FROM notice_unreached WHERE notice_id = :notice")
                .param("notice", notice)
                .query(Integer.class)
                .single();
        return new Fixed(accountHolders, unreached);
    }

    /** Writes down who is to be told by a notice, and not who cannot be. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int fix(UUID notice, Scope scope) {
        erased.hold();
        return jdbc.sql(toldBy(scope))
                .params(scope.parameters())
                .param("notice", notice)
                .update();
    }

    /**
     * For everybody it is one pass in the order of the index account_holder_audience, so that nothing is sorted: the account
     * holder who leads an address has a fresh delivery, those who share it the same.
     */
    private static String toldBy(Scope scope) {
        return """
                INSERT INTO notice_recipient (notice_id, client_id, email, language, delivery_id, leads)
                SELECT :notice, client_id, email, language,
                       first_value(fresh) OVER address, row_number() OVER address = 1
                FROM (
                  SELECT *, uuidv7() AS fresh FROM account_holder_reachable AS holder WHERE %s
                ) AS reachable
                WINDOW address AS (PARTITION BY email_key ORDER BY (language IS NULL), client_id)
                """.formatted(scope.condition());
    }
}
