package ps.domain.policy.accounts.whmcs;

import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.ErasedAccountHolders;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.imports.StagedRow;
import ps.domain.policy.accounts.whmcs.WhmcsTrouble.Kind;
import ps.domain.policy.text.Failure;
import tools.jackson.databind.JsonNode;

/**
 * What WHMCS said of single clients: each is kept until that client was asked for, by one instance at a time, and not while
 * a run reads all of them, which would put back what it read before.
 */
@Component
class Hints {

    private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
    private static final int AT_ONCE = 500;
    private static final int MOST_FAILURES = 3;

    /** How long a client is asked for at whom WHMCS fails. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final WhmcsSettings settings;
    private final WhmcsApi api;
    private final Languages languages;
    private final Runs runs;
    private final ErasedAccountHolders erased;
    private final JdbcClient jdbc;
    private final TransactionTemplate alone;
    private final TransactionTemplate each;
    private final Clock clock;

    /** At whom WHMCS failed the last time: they come last, or a few of them would keep all others waiting for a day. */
    private final Set<Long> stumbledOver = ConcurrentHashMap.newKeySet();

    Hints(
            WhmcsSettings settings,
            WhmcsApi api,
            Languages languages,
            Runs runs,
            ErasedAccountHolders erased,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.settings = settings;
        this.api = api;
        this.languages = languages;
        this.runs = runs;
        this.erased = erased;
        this.jdbc = jdbc;
        this.alone = new TransactionTemplate(transactions);
        this.each = new TransactionTemplate(transactions);
        this.each.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    private record Hint(long clientId, OffsetDateTime hintedAt) {}

    /** Keeps a hint. */
    void keep(long clientId) {
        jdbc.sql("""
                INSERT INTO whmcs_hint (client_id, hinted_at) VALUES (:client, :now)
                ON CONFLICT (client_id) DO UPDATE SET hinted_at = greatest(excluded.hinted_at, whmcs_hint.hinted_at + interval '1 microsecond')
                """)
                .param("client", clientId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void look() {
        if (!settings.isThere()) {
            return;
        }
        try {
            follow();
        } catch (WhmcsTrouble trouble) {
            LOG.warn("Clients that changed in WHMCS cannot be read now: {}", trouble.inLog());
        } catch (RuntimeException databaseAway) {
            LOG.warn("Clients that changed in WHMCS cannot be kept now: {}", Failure.nameOf(databaseAway));
        }
    }

    /**
     * Asks for those who changed.
     *
     * @throws WhmcsTrouble when WHMCS cannot be asked, or fails at some; what was not answered is kept
     */
    void follow() {
        // Held by a transaction that does nothing else: what is asked is committed one by one.
        alone.executeWithoutResult(transaction -> {
            boolean locked = jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtext('whmcs_hint'))")
                    .query(Boolean.class)
                    .single();
            if (locked) {
                followSome();
            }
        });
    }

    /** One client at whom WHMCS fails holds nobody up; several, and it is WHMCS that is down. */
    private void followSome() {
        List<WhmcsTrouble> troubles = new ArrayList<>();
        for (Hint hint : some()) {
            try {
                followOne(hint);
                stumbledOver.remove(hint.clientId());
            } catch (WhmcsTrouble trouble) {
                stumbledOver.add(hint.clientId());
                troubles.add(trouble);
                if (!trouble.mayBeOfOneClient() || troubles.size() == MOST_FAILURES) {
                    throw trouble;
                }
                if (trouble.kind() == Kind.REFUSED || isOld(hint)) {
                    LOG.warn("Client {} changed in WHMCS, but that is {}", hint.clientId(), trouble.inLog());
                    each.executeWithoutResult(transaction -> forget(hint)); // the next run asks again
                    stumbledOver.remove(hint.clientId());
                    troubles.removeLast();
                }
            }
        }
        if (!troubles.isEmpty()) {
            throw troubles.getFirst();
        }
    }

    private boolean isOld(Hint hint) {
        return hint.hintedAt().toInstant().isBefore(clock.instant().minus(PATIENCE));
    }

    private List<Hint> some() {
        return jdbc
                .sql("SELECT client_id, hinted_at FROM whmcs_hint ORDER BY hinted_at LIMIT " + AT_ONCE)
                .query((row, number) ->
                        new Hint(row.getLong("client_id"), row.getObject("hinted_at", OffsetDateTime.class)))
                .stream()
                .sorted(Comparator.comparing(hint -> stumbledOver.contains(hint.clientId())))
                .toList();
    }

    private void followOne(Hint hint) {
        Optional<Runs.Run> before = runs.last();
        if (isUnderWay(before)) {
            return;
        }
        Optional<StagedRow> client;
        try {
            client = read(hint.clientId());
        } catch (Unreadable malformed) {
            if (malformed.isFromElsewhere()) {
                throw new WhmcsTrouble(Kind.UNREADABLE, "");
            }
            LOG.warn("Client {} changed in WHMCS, but {}", hint.clientId(), malformed.getMessage());
            each.executeWithoutResult(transaction -> forget(hint)); // the next run says so as well
            return;
        }
        each.executeWithoutResult(transaction -> {
            // A run that began since may have read what is newer; one that begins from here on compares with this.
            Optional<Runs.Run> since = runs.last();
            if (isUnderWay(since) || !numberOf(since).equals(numberOf(before))) {
                return;
            }
            client.ifPresentOrElse(this::put, () -> close(hint.clientId()));
            forget(hint);
        });
    }

    private static boolean isUnderWay(Optional<Runs.Run> run) {
        return run.map(Runs.Run::progress).isPresent();
    }

    private static Optional<Long> numberOf(Optional<Runs.Run> run) {
        return run.map(last -> last.list().id());
    }

    private Optional<StagedRow> read(long clientId) throws Unreadable {
        Optional<JsonNode> details = api.client(clientId);
        if (details.isEmpty()) {
            return Optional.empty();
        }
        StagedRow row = new ClientRecord(details.get(), 1)
                .read()
                .orElseThrow(() -> new Unreadable("there is no number in the answer"));
        if (row.clientId() != clientId) {
            throw new Unreadable("the answer is about another");
        }
        return Optional.of(row);
    }

    /** What was said again in the meantime stays. */
    private void forget(Hint hint) {
        jdbc.sql("DELETE FROM whmcs_hint WHERE client_id = :client AND hinted_at = :hinted")
                .param("client", hint.clientId())
                .param("hinted", hint.hintedAt())
                .update();
    }

    private void put(StagedRow row) {
        erased.hold();
        if (row.status() == AccountStatus.CLOSED && erased.staysOut(row.clientId())) {
            return;
        }
        // Or the next run would put back what one before it was answered that came to nothing.
        languages.note(row.clientId(), row.language());
        List<Boolean> same = about(row, """
                SELECT (name, organization, email, email_key, language, status)
                         IS NOT DISTINCT FROM
                       (:name, :organization, :email::text, :emailKey::text, :language::text, :status)
                FROM account_holder WHERE client_id = :client
                """).query(Boolean.class).list();
        if (same.contains(true)) {
            return; // or whoever looks at a comparison would have to compare again for nothing
        }
        about(row, """
                INSERT INTO account_holder
                  (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:client, :name, :organization, :email, :emailKey, :language, :status, :now)
                ON CONFLICT (client_id) DO UPDATE
                SET name = excluded.name, organization = excluded.organization, email = excluded.email,
                    email_key = excluded.email_key, language = excluded.language, status = excluded.status,
                    updated_at = excluded.updated_at
                """).param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
    }

    private JdbcClient.StatementSpec about(StagedRow row, String sql) {
        return jdbc.sql(sql)
                .param("client", row.clientId())
                .param("name", row.name())
                .param("organization", row.organization())
                .param("email", row.email(), Types.VARCHAR)
                .param("emailKey", row.emailKey(), Types.VARCHAR)
                .param(
                        "language",
                        row.language() == null ? null : row.language().tag(),
                        Types.VARCHAR)
                .param("status", row.status().name());
    }

    /** WHMCS does not know the client any more. */
    private void close(long clientId) {
        boolean open = jdbc.sql(
                        "SELECT EXISTS (SELECT FROM account_holder WHERE client_id = :client AND status <> 'CLOSED')")
                .param("client", clientId)
                .query(Boolean.class)
                .single();
        if (open) {
            jdbc.sql("UPDATE account_holder SET status = 'CLOSED', updated_at = :now WHERE client_id = :client")
                    .param("client", clientId)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
