package ps.domain.policy.accounts.whmcs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.AccountHolders;
import ps.domain.policy.accounts.AccountHoldersNotSynchronized;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.ErasedAccountHolders;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Import.State;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.imports.Stage;
import ps.domain.policy.accounts.imports.StagedRow;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Bringing in the clients of WHMCS, from a WHMCS that misbehaves in the ways that were reported. */
@PolicyTest
@ExtendWith(OutputCaptureExtension.class)
class SyncTest {

    private static final SampleWhmcs WHMCS = new SampleWhmcs();
    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Huda");

    @Autowired
    private Languages languages;

    @Autowired
    private Imports imports;

    @Autowired
    private Runs runs;

    @Autowired
    private ErasedAccountHolders erased;

    @Autowired
    private Pseudonyms pseudonyms;

    @Autowired
    private AccountHolders holders;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private PlatformTransactionManager manager;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private Clock systemClock;

    @Autowired
    private TestClock clock;

    @BeforeEach
    void nobodyWasHere() {
        WHMCS.fresh();
    }

    @AfterAll
    static void stop() {
        WHMCS.close();
    }

    @Test
    void aRunReadsEveryPageAndAsksForTheLanguageOfThoseWhoAreWrittenTo() {
        WHMCS.put(1, "Rana", "Haddad", "Olive Books", "rana@example.com", "arabic", "Active");
        WHMCS.put(2, "Omar", "", "", "omar@example.com", "english", "Inactive");
        WHMCS.put(3, "Old", "", "", "old@example.com", "english", "Closed");
        WHMCS.put(5, "Nobody", "", "", "", "", "Active");
        WHMCS.put(8, "Zo&euml;", "", "", "no-address", "deutsch", "Active");

        Import list = run(2, HUDA);

        assertThat(list.state()).isEqualTo(State.APPLIED);
        assertThat(List.of(list.lines(), list.added(), list.changed(), list.closing(), list.problems()))
                .containsExactly(5L, 5L, 0L, 0L, 1L);
        assertThat(held())
                .containsExactly(
                        "1|Rana Haddad|Olive Books|rana@example.com|ar|ACTIVE",
                        "2|Omar||omar@example.com|en|INACTIVE",
                        "3|Old||old@example.com|CLOSED",
                        "5|Nobody||ACTIVE",
                        "8|Zoë||no-address|ACTIVE");
        assertThat(imports.firstProblems(list.id(), 10))
                .extracting(problem -> problem.line() + " " + problem.column() + " " + problem.kind())
                .containsExactly("8 email EMAIL_AT_SIGN");
        assertThat(WHMCS.asked()).containsExactly("1", "2", "5", "8");
        assertThat(jdbc.sql("SELECT actor_name || ' ' || action || ' ' || details FROM audit_entry ORDER BY seq")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .anySatisfy(entry -> assertThat(entry).contains("Huda account-holders.compared"))
                .anySatisfy(entry -> assertThat(entry)
                        .contains("account-holders.imported", "\"added\": 5")
                        .doesNotContain("Rana"));
    }

    @Test
    void anotherRunAsksOnlyOfThoseWhoAreNewOrChangedAndNotForeverOfThoseWithoutLanguage() {
        fill(1, 20);
        WHMCS.put(21, "Nobody", "", "", "nobody@example.com", "", "Active");
        run(250, Actor.APPLICATION);
        WHMCS.asked();
        clock.advance(Duration.ofDays(2));

        WHMCS.put(2, "Client", "2", "", "moved@example.com", "english", "Active");
        WHMCS.put(22);
        WHMCS.remove(20);
        Import list = run(7, Actor.APPLICATION);

        assertThat(WHMCS.asked()).containsExactly("2", "22");
        assertThat(List.of(list.added(), list.changed(), list.closing(), list.unchanged()))
                .containsExactly(1L, 2L, 1L, 19L);
        assertThat(held())
                .contains("2|Client 2||moved@example.com|en|ACTIVE", "20|Client 20||client-20@example.com|ar|CLOSED");
        assertThat(jdbc.sql(
                                "SELECT client_id FROM account_holder WHERE updated_at = (SELECT max(updated_at) FROM account_holder) ORDER BY 1")
                        .query(Long.class)
                        .list())
                .containsExactly(2L, 20L, 22L);

        clock.advance(Duration.ofDays(31));
        run(250, Actor.APPLICATION);
        assertThat(WHMCS.asked()).containsExactly("21");
    }

    @Test
    void aRunThatWouldCloseManyWaitsForStaff() {
        fill(1, 20);
        run(250, Actor.APPLICATION);
        LongStream.rangeClosed(1, 3).forEach(WHMCS::remove);

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.state()).isEqualTo(State.WAITING);
        assertThat(list.closing()).isEqualTo(3);
        assertThat(holders.summary().reachable()).isEqualTo(20);

        imports.apply(list.id(), HUDA);
        assertThat(holders.summary().reachable()).isEqualTo(17);

        WHMCS.remove(4);
        assertThat(run(250, Actor.APPLICATION).state()).isEqualTo(State.APPLIED);
        LongStream.rangeClosed(5, 20).forEach(WHMCS::remove);
        Import emptied = run(250, Actor.APPLICATION);
        assertThat(emptied.state()).isEqualTo(State.WAITING);
        imports.discard(emptied.id(), HUDA);
        assertThat(holders.summary().reachable()).isEqualTo(16);
        assertThat(imports.history(10))
                .extracting(Import::state, Import::failure)
                .startsWith(tuple(State.FAILED, "DISCARDED"));
    }

    /** Somebody has decided: the same is not asked again a quarter of an hour later, and what fails next is news. */
    @Test
    void aListThatStaffDiscardedIsNoFailure() {
        fill(1, 20);
        run(250, Actor.APPLICATION);
        LongStream.rangeClosed(1, 3).forEach(WHMCS::remove);
        Instant begun = clock.instant();
        imports.discard(run(250, Actor.APPLICATION).id(), HUDA);

        assertThat(scheduled(Duration.ofHours(6)).next()).hasValue(begun.plus(Duration.ofHours(6)));

        WHMCS.stub(SampleWhmcs.anything().willReturn(aResponse().withStatus(403)));
        List<Object> alarms = new ArrayList<>();
        syncWith(transactions, alarms::add).run(Actor.APPLICATION);
        syncWith(transactions, alarms::add).run(Actor.APPLICATION);
        assertThat(alarms)
                .containsExactly(new AccountHoldersNotSynchronized(
                        imports.history(2).getLast().id(), "ADDRESS"));
        assertThat(scheduled(Duration.ofHours(6)).next()).hasValue(begun.plus(Duration.ofMinutes(15)));
    }

    @Test
    void whoSlipsThroughBetweenPagesIsFoundWhenTheListIsReadAgain() {
        fill(1, 30);
        WHMCS.afterNextPage(() -> LongStream.rangeClosed(1, 9).forEach(WHMCS::remove));

        Import list = run(10, Actor.APPLICATION);

        assertThat(list.lines()).isEqualTo(21);
        assertThat(held()).hasSize(21).noneMatch(holder -> holder.startsWith("9|"));
    }

    @Test
    void clientsWhoComeWhileTheListIsReadAreInIt() {
        fill(1, 30);
        WHMCS.afterNextPage(() -> fill(31, 45));

        assertThat(run(10, Actor.APPLICATION).lines()).isEqualTo(45);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneClientWhomNobodyCanReadDoesNotLoseTheOthersAndIsNotClosed(boolean refused) {
        fill(1, 30);
        run(250, Actor.APPLICATION);
        WHMCS.breakNameOf(12); // the last of its page
        WHMCS.breakNameOf(17);
        WHMCS.breakNameOf(30);
        WHMCS.remove(29);
        WHMCS.put(31, "New", "", "", "new@example.com", "arabic", "Active");
        if (refused) {
            WHMCS.refuseBrokenText();
        }

        Import list = run(12, Actor.APPLICATION);

        assertThat(list.state()).isEqualTo(State.APPLIED);
        assertThat(List.of(list.lines(), list.added(), list.closing())).containsExactly(27L, 1L, 0L);
        assertThat(imports.firstProblems(list.id(), 10))
                .extracting(problem -> problem.kind() + " " + problem.detail())
                .containsExactly("UNREADABLE 11|13", "UNREADABLE 16|18", "UNREADABLE 28|31");
        assertThat(held()).contains("17|Client 17||client-17@example.com|ar|ACTIVE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000", "\"9223372036854775807\"", "100"})
    void aListThatNeverMovesOnEndsTheRunSoon(String total) {
        WHMCS.stub(SampleWhmcs.asking("GetClients").willReturn(aResponse().withBody("""
                {"result":"success","totalresults":%s,"numreturned":2,"clients":{"client":[
                  {"id":1,"firstname":"One","email":"one@example.com","status":"Active"},
                  {"id":"007","firstname":"Seven","email":"seven@example.com","status":"Active"}]}}
                """.formatted(total))));

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.failure()).isEqualTo("UNSETTLED");
        assertThat(WHMCS.forms()).hasSizeLessThan(20);
        assertThat(jdbc.sql("SELECT count(*) FROM account_import_row")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"abc\"", "null", "1e400", "{}", "0.5"})
    void aListWithoutANumberOfClientsEndsTheRunSoon(String total) {
        WHMCS.stub(SampleWhmcs.asking("GetClients")
                .willReturn(aResponse()
                        .withBody("{\"result\":\"success\",\"totalresults\":" + total + ",\"clients\":{\"client\":"
                                + "[{\"id\":1,\"firstname\":\"One\",\"status\":\"Active\"}]}}")));

        assertThat(run(250, Actor.APPLICATION).failure()).isIn("UNREADABLE", "UNSETTLED");
        assertThat(WHMCS.forms()).hasSizeLessThan(100);
        assertThat(holders.summary().total()).isZero();
    }

    @Test
    void noTextThatAClientHasKeepsTheOthersOut() {
        fill(1, 3);
        WHMCS.put(4, "a\u0000b\uD800", "\uDC00&#0;&#55296;", "\u0000", "x\ny@example.com", "\u0000", "\uD83D\u0000");
        WHMCS.put(
                5, "x".repeat(300_000), "", "\uD83D\uDE00".repeat(300), "y".repeat(999) + "\uD83D\uDE00", "", "Active");
        WHMCS.put(6, "", "", "", "\uD83D", "", "");
        WHMCS.put(7, "&#-5;", "&#x-1;", "a\u0085b\u2028c\u2029&#133;d", "&#-9;@example.com", "&#-1;", "Active");

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.failure()).isNull();
        assertThat(list.lines()).isEqualTo(7);
        assertThat(held()).hasSize(7).contains("7|&#-5; &#x-1;|a b c d|&#-9;@example.com|ACTIVE");
    }

    @Test
    void whatWhmcsSaysEndsTheRunWhateverItIs() {
        fill(1, 3);
        WHMCS.stub(SampleWhmcs.anything()
                .willReturn(aResponse()
                        .withBody("{\"result\":\"error\",\"message\":\"\\u0000\\ud800 no" + "x".repeat(193)
                                + "\\ud83d\\ude00\"}")));

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.failure()).isEqualTo("REFUSED");
        assertThat(runs.begin(HUDA)).isPresent();
    }

    @Test
    void oneClientWhoseDetailsWhmcsRefusesDoesNotLoseTheOthers() {
        fill(1, 5);
        WHMCS.stub(SampleWhmcs.asking("GetClientsDetails")
                .withFormParam("clientid", equalTo("2"))
                .willReturn(aResponse().withStatus(500)));
        WHMCS.stub(SampleWhmcs.asking("GetClientsDetails")
                .withFormParam("clientid", equalTo("4"))
                .willReturn(aResponse().withBody("{\"result\":\"error\",\"message\":\"An unexpected error\"}")));

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.state()).isEqualTo(State.APPLIED);
        assertThat(imports.firstProblems(list.id(), 10))
                .extracting(problem -> problem.line() + " " + problem.kind())
                .containsExactly("2 UNREADABLE_DETAILS", "4 UNREADABLE_DETAILS");
        assertThat(held()).hasSize(5);
    }

    @Test
    void aHintOfAClientWhomWhmcsRefusesDoesNotHoldUpTheOthers() {
        fill(1, 3);
        WHMCS.stub(SampleWhmcs.asking("GetClientsDetails")
                .withFormParam("clientid", equalTo("1"))
                .willReturn(aResponse().withBody("{\"result\":\"error\",\"message\":\"An unexpected error\"}")));
        Hints hints = hints();
        for (long client : new long[] {1, 2, 3}) {
            hints.keep(client);
        }

        hints.follow();

        assertThat(hinted()).isEmpty();
        assertThat(held()).hasSize(2);
    }

    @Test
    void hintsOfAFewClientsAtWhomWhmcsFailsDoNotHoldUpTheOthers() {
        fill(1, 5);
        for (String broken : List.of("1", "2", "3")) {
            WHMCS.stub(SampleWhmcs.asking("GetClientsDetails")
                    .withFormParam("clientid", equalTo(broken))
                    .willReturn(aResponse().withStatus(500)));
        }
        Hints hints = hints();
        LongStream.rangeClosed(1, 5).forEach(hints::keep);

        assertThatExceptionOfType(WhmcsTrouble.class).isThrownBy(hints::follow);
        assertThatExceptionOfType(WhmcsTrouble.class).isThrownBy(hints::follow);

        assertThat(hinted()).containsExactly(1L, 2L, 3L);
        assertThat(holders.summary().total()).isEqualTo(2);
    }

    /** A language that changed is nothing that the next run asks for again. */
    @ParameterizedTest
    @ValueSource(strings = {"<html>We are back soon</html>", "", "[]"})
    void aHintThatWasAnsweredByAPageForPeopleIsNotLost(String page) {
        fill(1, 5);
        WHMCS.stub(
                SampleWhmcs.asking("GetClientsDetails").willReturn(aResponse().withBody(page)));
        Hints hints = hints();
        LongStream.rangeClosed(1, 5).forEach(hints::keep);

        assertThatExceptionOfType(WhmcsTrouble.class).isThrownBy(hints::follow);
        assertThat(hinted()).hasSize(5);

        WHMCS.stub(SampleWhmcs.anything().willReturn(aResponse().withTransformers("whmcs")));
        hints.follow();
        assertThat(hinted()).isEmpty();
        assertThat(holders.summary().total()).isEqualTo(5);
    }

    @Test
    void anAnswerThatIsNotWhmcsAtAllEndsTheRunSoon() {
        fill(1, 30);
        WHMCS.stub(SampleWhmcs.anything().willReturn(aResponse().withBody("<html>Down for maintenance</html>")));

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.failure()).isEqualTo("UNREADABLE");
        assertThat(WHMCS.forms()).hasSizeLessThan(100);
        assertThat(holders.summary().total()).isZero();
    }

    @Test
    void aRunThatFailsSaysWhyAndTheNextGoesOnWhereItEnded() {
        fill(1, 5);
        WHMCS.stub(
                SampleWhmcs.asking("GetClientsDetails")
                        .withFormParam("clientid", equalTo("4"))
                        .willReturn(
                                aResponse()
                                        .withBody(
                                                "{\"result\":\"error\",\"message\":\"Invalid Permissions: API action \\\"getclientsdetails\\\" is not allowed\"}")));

        Import failed = run(250, Actor.APPLICATION);
        assertThat(failed.failure() + " " + failed.failureDetail()).isEqualTo("ACTION getclientsdetails");
        assertThat(holders.summary().total()).isZero();
        assertThat(WHMCS.asked()).containsExactly("1", "2", "3", "4");

        WHMCS.stub(SampleWhmcs.anything().willReturn(aResponse().withTransformers("whmcs")));
        assertThat(run(250, Actor.APPLICATION).added()).isEqualTo(5);
        assertThat(WHMCS.asked()).containsExactly("4", "5");
    }

    @Test
    void whatWhmcsSaysOfAClientIsForStaffAndNotForTheLog(CapturedOutput output) {
        fill(1, 30);
        WHMCS.stub(SampleWhmcs.asking("GetClientsDetails")
                .willReturn(aResponse().withBody("{\"result\":\"error\",\"message\":\"rana@example.com is locked\"}")));
        Hints hints = hints();
        hints.keep(1);
        hints.look();

        assertThat(run(250, Actor.APPLICATION).failureDetail()).isEqualTo("rana@example.com is locked");
        assertThat(output.getAll())
                .contains("changed in WHMCS, but that is REFUSED", "could not be read: REFUSED")
                .doesNotContain("rana@example.com");
    }

    @Test
    void oneRunGoesOnAtATimeAndOneThatFallsSilentIsNotWaitedForForever() {
        fill(1, 3);
        long silent = runs.begin(Actor.APPLICATION).orElseThrow();

        assertThat(sync(250).run(HUDA)).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        runs.keepAlive(silent);
        clock.advance(Duration.ofSeconds(119));
        assertThat(sync(250).run(HUDA)).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(run(250, HUDA).state()).isEqualTo(State.APPLIED);
        assertThatExceptionOfType(Runs.RunIsOver.class)
                .isThrownBy(() -> runs.report(silent, new Runs.Progress(0, 0, 0, 0)));
        assertThat(imports.history(2).get(1).failure()).isEqualTo("INTERRUPTED");
    }

    /** As after {@code kill -9}: nobody is asked to begin another, and none is due for hours. */
    @Test
    void aRunWhoseInstanceDiedIsOverSoonAndRepeatedSoon() {
        fill(1, 3);
        Instant begun = clock.instant();
        long died = runs.begin(Actor.APPLICATION).orElseThrow();
        Stage stage = imports.stage(died);
        stage.add(new StagedRow(1, 2, "Lina", "", null, null, Language.EN, AccountStatus.ACTIVE));
        stage.finish();
        SyncSchedule schedule = scheduled(Duration.ofHours(6));

        schedule.begin();
        assertThat(imports.history(1).getFirst().state()).isEqualTo(State.RUNNING);

        clock.advance(Duration.ofMinutes(2));
        schedule.begin();
        assertThat(imports.history(1).getFirst().failure()).isEqualTo("INTERRUPTED");
        assertThat(jdbc.sql("SELECT count(*) FROM account_import_row")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(schedule.next()).hasValue(begun.plus(Duration.ofMinutes(15)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatWasComparedWhenTheInstanceDiedIsAppliedSoonOrLeftToStaff(int gone) {
        fill(1, 20);
        run(250, Actor.APPLICATION);
        LongStream.rangeClosed(1, gone).forEach(WHMCS::remove);
        TransactionTemplate killed = new TransactionTemplate(manager) {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> compare) {
                super.execute(compare);
                throw new AssertionError("killed");
            }
        };
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> syncWith(killed, events).run(HUDA));
        List<Object> alarms = new ArrayList<>();
        Sync another = syncWith(transactions, alarms::add);

        another.settleWhatIsLeft();
        assertThat(holders.summary().reachable()).as("at first").isEqualTo(20);

        clock.advance(Duration.ofMinutes(2));
        another.settleWhatIsLeft();
        clock.advance(Duration.ofMinutes(2));
        another.settleWhatIsLeft();

        Import list = imports.history(1).getFirst();
        if (gone == 1) {
            assertThat(list.state()).isEqualTo(State.APPLIED);
            assertThat(holders.summary().reachable()).isEqualTo(19);
            assertThat(alarms).isEmpty();
        } else {
            assertThat(list.state()).isEqualTo(State.WAITING);
            assertThat(alarms).containsExactly(new AccountHoldersNotSynchronized(list.id(), null));
        }
    }

    @Test
    void aHintIsNotPutBackByWhatARunWasAnsweredThatCameToNothing() {
        fill(1, 3);
        run(250, Actor.APPLICATION);
        languages.note(2, Language.AR);
        WHMCS.put(2, "Client", "2", "", "client-2@example.com", "english", "Active");
        Hints hints = hints();
        hints.keep(2);

        hints.follow();
        assertThat(held()).contains("2|Client 2||client-2@example.com|en|ACTIVE");

        run(250, Actor.APPLICATION);
        assertThat(held()).contains("2|Client 2||client-2@example.com|en|ACTIVE");
    }

    @Test
    void aHintBringsInWhatBecameOfOneClientOnceNoRunIsOnItsWay() {
        fill(1, 3);
        run(250, Actor.APPLICATION);
        WHMCS.asked();
        WHMCS.put(2, "Lina", "", "", "lina@example.com", "english", "Active");
        WHMCS.put(4);
        WHMCS.remove(3);
        Hints hints = hints();
        for (long client : new long[] {2, 2, 3, 4, 99}) {
            hints.keep(client);
        }

        long run = runs.begin(Actor.APPLICATION).orElseThrow();
        hints.follow();
        assertThat(WHMCS.asked()).isEmpty();
        runs.fail(run, "INTERRUPTED", "");
        WHMCS.stub(SampleWhmcs.anything()
                .withFormParam("clientid", equalTo("4"))
                .willReturn(aResponse().withStatus(503)));
        assertThatExceptionOfType(WhmcsTrouble.class).isThrownBy(hints::follow);
        assertThat(hinted()).containsExactly(4L);

        WHMCS.stub(SampleWhmcs.anything().willReturn(aResponse().withTransformers("whmcs")));
        hints.follow();

        assertThat(hinted()).isEmpty();
        assertThat(held())
                .containsExactly(
                        "1|Client 1||client-1@example.com|ar|ACTIVE",
                        "2|Lina||lina@example.com|en|ACTIVE",
                        "3|Client 3||client-3@example.com|ar|CLOSED",
                        "4|Client 4||client-4@example.com|ar|ACTIVE");
    }

    @Test
    void aHintDoesNotPutBackWhatARunBroughtInWhileItWasAnswered() {
        fill(1, 3);
        run(250, Actor.APPLICATION);
        Hints hints = hints();
        hints.keep(2);
        WHMCS.beforeNextDetails(() -> {
            long run = runs.begin(Actor.APPLICATION).orElseThrow();
            Stage stage = imports.stage(run);
            stage.add(new StagedRow(1, 2, "Lina", "", null, null, Language.EN, AccountStatus.ACTIVE));
            stage.finish();
            imports.finish(run, 1);
            imports.apply(run, Actor.APPLICATION);
        });

        hints.follow();

        assertThat(held()).contains("2|Lina||en|ACTIVE");
        assertThat(hinted()).containsExactly(2L);

        hints.follow();
        assertThat(held()).contains("2|Client 2||client-2@example.com|ar|ACTIVE");
        assertThat(hinted()).isEmpty();
    }

    @Test
    void aListThatACrashOfTheDatabaseTookIsNotSaidToWait() {
        fill(1, 3);
        TransactionTemplate crashing = new TransactionTemplate(manager) {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> compare) {
                T result = super.execute(compare);
                jdbc.sql("DELETE FROM account_import_row").update(); // as recovery empties unlogged tables
                return result;
            }
        };

        syncWith(crashing, events).run(Actor.APPLICATION);

        Import list = imports.history(1).getFirst();
        assertThat(list.state()).isEqualTo(State.FAILED);
        assertThat(list.failure()).isEqualTo("LOST");
        assertThat(run(250, Actor.APPLICATION).added()).isEqualTo(3);
    }

    @Test
    void aListThatIsLeftToStaffWaitsForThemAlsoIfTheyCannotBeTold(CapturedOutput output) {
        fill(1, 20);
        run(250, Actor.APPLICATION);
        LongStream.rangeClosed(1, 3).forEach(WHMCS::remove);
        ApplicationEventPublisher nobodyCanBeTold = event -> {
            throw new IllegalStateException("rana@example.com cannot be written to");
        };

        syncWith(transactions, nobodyCanBeTold).run(Actor.APPLICATION);

        Import list = imports.history(1).getFirst();
        assertThat(list.state()).isEqualTo(State.WAITING);
        assertThat(imports.apply(list.id(), HUDA).closing()).isEqualTo(3);
        assertThat(output.getAll())
                .contains("run " + list.id() + ": IllegalStateException")
                .doesNotContain("rana@example.com");
    }

    @Test
    void aRunThatWasAppliedIsNotSaidToHaveFailedByWhatComesAfterThat(CapturedOutput output) {
        fill(1, 3);
        List<Object> alarms = new ArrayList<>();
        Languages failing = new Languages(jdbc, systemClock) {
            @Override
            public void settle() {
                throw new IllegalStateException("rana@example.com cannot be forgotten");
            }
        };
        WhmcsSettings settings = WHMCS.settings(250);

        new Sync(settings, new WhmcsApi(settings), failing, imports, runs, erased, jdbc, transactions, alarms::add)
                .run(Actor.APPLICATION);

        assertThat(imports.history(1).getFirst().state()).isEqualTo(State.APPLIED);
        assertThat(alarms).isEmpty();
        assertThat(output.getAll())
                .contains("was applied", "IllegalStateException")
                .doesNotContain("could not be brought in", "rana@example.com");
        assertThat(hasNotedLanguages()).isTrue();
        run(250, Actor.APPLICATION);
        assertThat(hasNotedLanguages()).isFalse();
    }

    @Test
    void nobodyIsAlarmedOfAFailureAfterStaffAppliedTheSameList() {
        fill(1, 3);
        List<Object> alarms = new ArrayList<>();
        TransactionTemplate interrupted = new TransactionTemplate(manager) {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> compare) {
                super.execute(compare);
                imports.apply(runs.last().orElseThrow().list().id(), HUDA);
                throw new IllegalStateException("The database is away");
            }
        };

        syncWith(interrupted, alarms::add).run(Actor.APPLICATION);

        assertThat(imports.history(1).getFirst().state()).isEqualTo(State.APPLIED);
        assertThat(alarms).isEmpty();
    }

    @Test
    void aListThatSomebodyDiscardsBeforeItIsAppliedIsSaidToBeDiscardedAndNotLost(CapturedOutput output) {
        fill(1, 3);
        List<Object> alarms = new ArrayList<>();
        TransactionTemplate interrupted = new TransactionTemplate(manager) {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> compare) {
                T result = super.execute(compare);
                imports.discard(runs.last().orElseThrow().list().id(), HUDA);
                return result;
            }
        };

        syncWith(interrupted, alarms::add).run(Actor.APPLICATION);

        Import list = imports.history(1).getFirst();
        assertThat(list.failure()).isEqualTo("DISCARDED");
        assertThat(output.getAll())
                .contains("run " + list.id() + " was discarded")
                .doesNotContain("LOST", "UNEXPECTED", "could not be brought in");
        assertThat(alarms).isEmpty();
        assertThat(holders.summary().total()).isZero();
    }

    @Test
    void whoWasErasedStaysOutUntilTheAccountIsOpenAgain() {
        fill(1, 12);
        WHMCS.put(2, "Lina", "", "", "lina@example.com", "english", "Closed");
        run(250, Actor.APPLICATION);
        erase(2);
        Hints hints = hints();

        Import list = run(250, Actor.APPLICATION);
        hints.keep(2);
        hints.follow();
        assertThat(list.state()).isEqualTo(State.APPLIED);
        assertThat(List.of(list.lines(), list.added())).containsExactly(11L, 0L);
        assertThat(holders.holder(2)).isEmpty();

        WHMCS.put(2, "Lina", "", "", "lina@example.com", "english", "Active");
        hints.keep(2);
        hints.follow();
        assertThat(holders.holder(2)).isPresent();
        WHMCS.put(2, "Lina", "", "", "lina@example.com", "english", "Closed");
        run(250, Actor.APPLICATION);
        assertThat(holders.holder(2).orElseThrow().status()).isEqualTo(AccountStatus.CLOSED);
    }

    @Test
    void whoIsErasedWhileARunIsOnItsWayKeepsNobodyElseOut() {
        fill(1, 12);
        WHMCS.put(2, "Lina", "", "", "lina@example.com", "english", "Closed");
        run(250, Actor.APPLICATION);
        WHMCS.put(13);
        WHMCS.beforeNextDetails(() -> erase(2));

        Import list = run(250, Actor.APPLICATION);

        assertThat(list.state()).isEqualTo(State.APPLIED);
        assertThat(List.of(list.lines(), list.added())).containsExactly(12L, 1L);
        assertThat(holders.holder(2)).isEmpty();
        assertThat(holders.holder(13)).isPresent();
    }

    private void erase(long client) {
        transactions.executeWithoutResult(transaction -> {
            pseudonyms.require();
            erased.holdOff();
            erased.erase(holders.holder(client).orElseThrow());
        });
    }

    private Import run(int pageSize, Actor by) {
        long id = sync(pageSize).run(by).orElseThrow();
        return imports.history(1).stream()
                .filter(list -> list.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private Sync sync(int pageSize) {
        WhmcsSettings settings = WHMCS.settings(pageSize);
        return new Sync(settings, new WhmcsApi(settings), languages, imports, runs, erased, jdbc, transactions, events);
    }

    private SyncSchedule scheduled(Duration every) {
        WhmcsSettings once = WHMCS.settings(250);
        WhmcsSettings settings = new WhmcsSettings(
                once.url(),
                once.identifier(),
                once.secret(),
                once.accessKey(),
                every,
                once.pageSize(),
                once.rate(),
                once.closingLimit(),
                once.hookSecret(),
                once.connectTimeout(),
                once.readTimeout(),
                once.retryDelay());
        return new SyncSchedule(settings, sync(250), runs, clock);
    }

    private Sync syncWith(TransactionTemplate comparing, ApplicationEventPublisher telling) {
        WhmcsSettings settings = WHMCS.settings(250);
        return new Sync(settings, new WhmcsApi(settings), languages, imports, runs, erased, jdbc, comparing, telling);
    }

    private Hints hints() {
        WhmcsSettings settings = WHMCS.settings(250);
        return new Hints(settings, new WhmcsApi(settings), languages, runs, erased, jdbc, manager, systemClock);
    }

    private boolean hasNotedLanguages() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM whmcs_language)")
                .query(Boolean.class)
                .single();
    }

    private List<Long> hinted() {
        return jdbc.sql("SELECT client_id FROM whmcs_hint ORDER BY 1")
                .query(Long.class)
                .list();
    }

    private List<String> held() {
        return jdbc.sql("""
                SELECT concat_ws('|', client_id, name, organization, email, language, status) FROM account_holder
                ORDER BY client_id
                """).query(String.class).list();
    }

    private static void fill(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(WHMCS::put);
    }
}
