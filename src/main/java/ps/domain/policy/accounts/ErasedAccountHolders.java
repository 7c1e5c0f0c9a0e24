package ps.domain.policy.accounts;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The account holders whose data were erased, known by nothing but a pseudonym: so long as their account stays closed where
 * lists come from, no list brings them back. Who opens it again is an account holder again.
 */
@Component
public class ErasedAccountHolders {

    private static final int SHORTEST_TO_LOOK_FOR = 3;

    private final JdbcClient jdbc;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    ErasedAccountHolders(JdbcClient jdbc, Pseudonyms pseudonyms, Clock clock) {
        this.jdbc = jdbc;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /** Waits for those who are about to write an account holder down somewhere, and keeps others from it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void holdOff() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('account_holder_erasure'))")
                .query()
                .singleRow();
        // Of a list that is being applied: it may open an account again.
        jdbc.sql("LOCK TABLE account_holder IN ROW EXCLUSIVE MODE").update();
    }

    /** Lets nobody be erased until the transaction ends: for whoever writes account holders down. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(hashtext('account_holder_erasure'))")
                .query()
                .singleRow();
    }

    /** Removes all that is held here on somebody, also in lists that wait. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void erase(AccountHolder holder) {
        jdbc.sql(
                        "INSERT INTO account_holder_erased (pseudonym, erased_at) VALUES (:pseudonym, :now) ON CONFLICT DO NOTHING")
                .param("pseudonym", pseudonyms.ofClient(holder.clientId()))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        forgetProblemsOf(holder);
        jdbc.sql("""
                WITH gone AS (
                  DELETE FROM account_import_row WHERE client_id = :client RETURNING import_id, line
                )
                UPDATE account_import AS list SET lines = list.lines - fewer.lines
                FROM (SELECT import_id, count(*) FILTER (WHERE line > 0) AS lines FROM gone GROUP BY import_id) AS fewer
                WHERE list.id = fewer.import_id
                """).param("client", holder.clientId()).update();
        for (String table : List.of("whmcs_hint", "whmcs_language", "account_holder")) {
            jdbc.sql("DELETE FROM " + table + " WHERE client_id = :client")
                    .param("client", holder.clientId())
                    .update();
        }
    }

    /**
     * What is wrong with somebody in lists. A value is shortened and made safe to show, so that what is held does not
     * always find it: those of a client of WHMCS go by its number, those on a line of a file with the row that was read
     * from it, and where no row could be read the number stands somewhere in the line.
     */
    private void forgetProblemsOf(AccountHolder holder) {
        jdbc.sql("""
                DELETE FROM account_import_problem AS problem USING account_import AS list
                WHERE list.id = problem.import_id AND (
                  %s
                  OR problem.value = :client::text
                  OR (problem.column_name = '' AND problem.value ~ ('(^|\\D)' || :client || '(\\D|$)'))
                  OR EXISTS (
                    SELECT FROM unnest(:texts::text[]) AS said WHERE position(lower(said) IN lower(problem.value)) > 0))
                """.formatted(AccountHolderLists.PROBLEM_OF_ONE))
                .param("client", holder.clientId())
                .param("texts", textsOf(holder))
                .update();
    }

    private static String[] textsOf(AccountHolder holder) {
        return Stream.of(holder.name(), holder.organization(), holder.email())
                .filter(text -> text != null && text.length() >= SHORTEST_TO_LOOK_FOR)
                .toArray(String[]::new);
    }

    /** Whether somebody whose account is closed stays out: who was erased, and has not come back since. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean staysOut(long clientId) {
        return !outOf(new Long[] {clientId}).isEmpty();
    }

    /** Takes those out of a list that was staged who were erased and whose account is closed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void leaveOutOf(long importId) {
        if (!jdbc.sql("SELECT EXISTS (SELECT FROM account_holder_erased)")
                .query(Boolean.class)
                .single()) {
            return;
        }
        List<Long> closed =
                jdbc.sql("""
                SELECT client_id FROM account_import_row AS row
                WHERE import_id = :id AND status = 'CLOSED'
                  AND NOT EXISTS (SELECT FROM account_holder AS held WHERE held.client_id = row.client_id)
                """).param("id", importId).query(Long.class).list();
        jdbc.sql("""
                WITH gone AS (
                  DELETE FROM account_import_row
                  WHERE import_id = :id AND client_id = ANY (:clients::bigint[]) RETURNING line
                )
                UPDATE account_import SET lines = lines - (SELECT count(*) FROM gone WHERE line > 0) WHERE id = :id
                """)
                .param("id", importId)
                .param("clients", outOf(closed.toArray(Long[]::new)).toArray(Long[]::new))
                .update();
    }

    /** Without the key nobody can tell who was erased: then whoever is not here and closed stays out. */
    private Set<Long> outOf(Long[] clients) {
        Set<Long> held = new HashSet<>(
                jdbc.sql("SELECT client_id FROM account_holder WHERE client_id = ANY (:clients::bigint[])")
                        .param("clients", clients)
                        .query(Long.class)
                        .list());
        Set<Long> erased = new HashSet<>(jdbc.sql("SELECT pseudonym FROM account_holder_erased")
                .query(Long.class)
                .list());
        boolean canTell = pseudonyms.state() == Pseudonyms.State.READY;
        Set<Long> out = new HashSet<>();
        Arrays.stream(clients)
                .filter(client -> !held.contains(client) && !erased.isEmpty())
                .filter(client -> !canTell || erased.contains(pseudonyms.ofClient(client)))
                .forEach(out::add);
        return out;
    }
}
