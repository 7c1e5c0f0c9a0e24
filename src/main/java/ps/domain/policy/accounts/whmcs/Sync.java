package ps.domain.policy.accounts.whmcs;

import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.AccountHoldersNotSynchronized;
import ps.domain.policy.accounts.ErasedAccountHolders;
import ps.domain.policy.accounts.imports.CannotApply;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.imports.Runs.Progress;
import ps.domain.policy.accounts.imports.Runs.RunIsOver;
import ps.domain.policy.accounts.imports.Stage;
import ps.domain.policy.accounts.whmcs.Sweep.Gap;
import ps.domain.policy.accounts.whmcs.Sweep.Swept;
import ps.domain.policy.accounts.whmcs.WhmcsTrouble.Kind;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.text.Failure;

/**
 * A run: reads all clients, asks for the languages that are not known, compares, and applies what came of it, unless that
 * would close too many. No transaction is open while WHMCS is asked.
 */
@Component
class Sync {

    private static final Logger LOG = LoggerFactory.getLogger(Sync.class);

    /** How often a comparison is made anew that others made outdated. */
    private static final int PATIENCE = 5;

    /** For how many clients WHMCS may have no answer, before it is taken to have none for anybody. */
    private static final int MOST_REFUSED = 20;

    private final WhmcsSettings settings;
    private final WhmcsApi api;
    private final Languages languages;
    private final Imports imports;
    private final Runs runs;
    private final ErasedAccountHolders erased;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("whmcs").factory());
    private final AtomicLong current = new AtomicLong();

    Sync(
            WhmcsSettings settings,
            WhmcsApi api,
            Languages languages,
            Imports imports,
            Runs runs,
            ErasedAccountHolders erased,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ApplicationEventPublisher events) {
        this.settings = settings;
        this.api = api;
        this.languages = languages;
        this.imports = imports;
        this.runs = runs;
        this.erased = erased;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    /** Begins a run and lets it go on by itself; does nothing if there is one. */
    Optional<Long> start(Actor by) {
        Optional<Long> id = runs.begin(by);
        id.ifPresent(run -> background.execute(() -> carryOut(run, by, () -> readAndCompare(run))));
        return id;
    }

    /** The same, and waits for its end. */
    Optional<Long> run(Actor by) {
        Optional<Long> id = runs.begin(by);
        id.ifPresent(run -> carryOut(run, by, () -> readAndCompare(run)));
        return id;
    }

    /** Ends what instances that died have left of runs, or applies it if it was compared already. */
    void settleWhatIsLeft() {
        runs.buryTheDead();
        runs.takeOver().ifPresent(list -> carryOut(list.id(), Actor.APPLICATION, () -> {}));
    }

    /** Says that this instance's run is alive, if it has one. */
    void keepAlive() {
        long run = current.get();
        if (run != 0) {
            runs.keepAlive(run);
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        background.shutdownNow();
        background.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void carryOut(long run, Actor by, Runnable before) {
        current.set(run);
        try {
            before.run();
            switch (decide(run, by)) {
                case APPLIED -> settle(run);
                case LEFT_TO_STAFF -> {
                    runs.leaveToStaff(run);
                    tell(new AccountHoldersNotSynchronized(run, null));
                }
                case DISCARDED -> LOG.info("What came from WHMCS in run {} was discarded before it was applied", run);
            }
        } catch (WhmcsTrouble trouble) {
            LOG.warn("The clients of WHMCS could not be read: {}", trouble.inLog());
            fail(run, trouble.kind(), trouble.detail(), by);
        } catch (RunIsOver over) {
            LOG.warn("Run {} was silent for so long that it was taken for dead", run);
        } catch (RuntimeException unexpected) {
            boolean stopped = Thread.currentThread().isInterrupted();
            LOG.error("The clients of WHMCS could not be brought in", Failure.withoutWords(unexpected));
            fail(run, stopped ? Kind.INTERRUPTED : Kind.UNEXPECTED, "", by);
        } finally {
            current.compareAndSet(run, 0);
        }
    }

    /** What is applied is applied, also if this fails: the next run that is applied does it for both. */
    private void settle(long run) {
        try {
            languages.settle();
        } catch (RuntimeException databaseAway) {
            LOG.warn(
                    "Run {} was applied; what it had noted of languages is forgotten after the next: {}",
                    run,
                    Failure.nameOf(databaseAway));
        }
    }

    private void readAndCompare(long run) {
        Swept swept = new Sweep(api, settings.pageSize(), imports, runs, jdbc, run).read();
        ask(run, swept);
        compare(run, swept.gaps());
    }

    private void fail(long run, Kind kind, String detail, Actor by) {
        // The database does not take orders from a thread that was told to stop.
        boolean stopped = Thread.interrupted();
        try {
            boolean failed = runs.fail(run, kind.name(), detail);
            // Once is enough for what goes on.
            if (failed && by.id() == null && kind != Kind.INTERRUPTED && !runs.hadFailedBefore(run)) {
                tell(new AccountHoldersNotSynchronized(run, kind.name()));
            }
        } catch (RuntimeException databaseAway) {
            LOG.warn("The end of run {} cannot be recorded: {}", run, Failure.nameOf(databaseAway));
        } finally {
            if (stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What became of a run stays, also where staff cannot be told of it: the page of account holders says it too. */
    private void tell(AccountHoldersNotSynchronized event) {
        try {
            events.publishEvent(event);
        } catch (RuntimeException unexpected) {
            LOG.warn("Staff cannot be told of run {}: {}", event.run(), Failure.nameOf(unexpected));
        }
    }

    private void ask(long run, Swept swept) {
        long toAsk = languages.toAsk(run);
        AtomicLong asked = new AtomicLong();
        AtomicInteger refused = new AtomicInteger();
        Stage notes = imports.stage(run);
        languages.each(run, client -> {
            try {
                // Nobody is found who was deleted meanwhile; the next run sees that.
                languages.note(
                        client,
                        api.client(client)
                                .map(details -> new ClientRecord(details, client).language())
                                .orElse(null));
            } catch (Unreadable malformed) {
                notes.report(withoutDetails(client));
            } catch (WhmcsTrouble trouble) {
                // It may be this client alone; of so many it is not.
                if (!trouble.mayBeOfOneClient() || refused.incrementAndGet() > MOST_REFUSED) {
                    throw trouble;
                }
                notes.report(withoutDetails(client));
            }
            runs.report(run, new Progress(swept.lines(), swept.total(), toAsk, asked.incrementAndGet()));
        });
        notes.finish();
    }

    /** The language stays as it is known here, and the next run asks again. */
    private static Problem withoutDetails(long client) {
        return new Problem(client, "language", Problem.Kind.UNREADABLE_DETAILS, "", "");
    }

    private void compare(long run, List<Gap> gaps) {
        transactions.executeWithoutResult(transaction -> {
            erased.hold();
            languages.fill(run);
            long read = read(run);
            closeWhoIsGone(run, gaps);
            imports.finish(run, read);
            imports.supersedeBefore(run);
        });
    }

    /** How many are left of those who were read: languages can take hours, in which somebody may have been erased. */
    private long read(long run) {
        return jdbc.sql("SELECT count(*) FROM account_import_row WHERE import_id = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    /** Who is here and not in WHMCS any more is closed, unless they may be among those who could not be read. */
    private void closeWhoIsGone(long run, List<Gap> gaps) {
        jdbc.sql("""
                INSERT INTO account_import_row
                  (import_id, line, client_id, name, organization, email, email_key, language, status)
                SELECT :run, 0, client_id, name, organization, email, email_key, language, 'CLOSED'
                FROM account_holder AS held
                WHERE status <> 'CLOSED'
                  AND NOT EXISTS (
                    SELECT FROM account_import_row AS row WHERE row.import_id = :run AND row.client_id = held.client_id)
                  AND NOT EXISTS (
                    SELECT FROM unnest(:after::bigint[], :before::bigint[]) AS gap (after, before)
                    WHERE held.client_id > gap.after AND held.client_id < gap.before)
                """)
                .param("run", run)
                .param("after", gaps.stream().map(Gap::after).toArray(Long[]::new))
                .param("before", gaps.stream().map(Gap::before).toArray(Long[]::new))
                .update();
    }

    private enum Decision {
        APPLIED,
        LEFT_TO_STAFF,
        /** By staff, or because a later run had more to say. */
        DISCARDED
    }

    /** Applies a list, or leaves it to staff, who can see it from the moment in which it is compared. */
    private Decision decide(long run, Actor by) {
        for (int attempt = 1; attempt <= PATIENCE; attempt++) {
            try {
                if (attempt > 1) {
                    imports.compareAgain(run);
                }
                Optional<Import> list = imports.find(run);
                if (list.isEmpty()) {
                    return Decision.DISCARDED;
                }
                if (list.get().closing() > settings.closingLimit() * open()) {
                    return Decision.LEFT_TO_STAFF;
                }
                imports.apply(run, by);
                return Decision.APPLIED;
            } catch (CannotApply refused) {
                switch (refused.reason()) {
                    case OUTDATED -> {} // and so compared again
                    case APPLIED -> {
                        return Decision.APPLIED;
                    }
                    case GONE -> {
                        return Decision.DISCARDED;
                    }
                    case LOST -> throw new WhmcsTrouble(Kind.LOST, "");
                    case PROBLEMS -> throw new IllegalStateException("what WHMCS says is taken as it is");
                }
            }
        }
        LOG.warn("What came from WHMCS was not applied: others changed account holders all the time");
        return Decision.LEFT_TO_STAFF;
    }

    private long open() {
        return jdbc.sql("SELECT count(*) FROM account_holder WHERE status <> 'CLOSED'")
                .query(Long.class)
                .single();
    }
}
