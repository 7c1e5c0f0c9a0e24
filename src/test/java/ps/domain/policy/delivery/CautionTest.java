package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.delivery.Trouble.Kind;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;

/** A few go ahead, refusals pause a mailing, and staff decide what is attempted again. */
@PolicyTest
class CautionTest {

    private static final Precaution CANARY = new Precaution(50, 0.1);
    private static final Precaution NO_CANARY = new Precaution(0, 0.1);

    @Autowired
    private Mailings mailings;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TestClock clock;

    private ScriptedRelay relay;

    @BeforeEach
    void startRelay() throws IOException {
        relay = new ScriptedRelay();
    }

    @AfterEach
    void stopRelay() throws IOException {
        relay.close();
    }

    @Test
    void aFewGoAheadAndTheRestFollowsByItself() {
        MailingId mailing = mailing(200, CANARY);
        Instance instance = instance().connections(4).sendingTo(relay.port());
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.CANARY);

        instance.tick();
        assertThat(relay.recipients()).hasSize(50);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.SENDING);

        instance.tick();
        assertThat(relay.recipients()).hasSize(200).doesNotHaveDuplicates();
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void noMoreGoAheadWhenManyClaimAtTheSameTime() throws Exception {
        MailingId mailing = mailing(500, CANARY);
        Callable<Integer> worker = () -> {
            DeliveryQueue queue = new DeliveryQueue(jdbc);
            return IntStream.range(0, 10)
                    .map(i -> queue.claim(
                                    mailing, 7, clock.instant(), clock.instant().plus(Instance.LEASE), i)
                            .size())
                    .sum();
        };

        int claimed = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> result : threads.invokeAll(List.of(worker, worker, worker, worker))) {
                claimed += result.get();
            }
        }

        assertThat(claimed).isEqualTo(50);
        assertThat(new DeliveryQueue(jdbc).due(clock.instant())).isEmpty();
    }

    @Test
    void whoeverDiedWithThoseWhoWentAheadIsReplacedAndNobodyElseGoes() {
        MailingId mailing = mailing(200, CANARY);
        new DeliveryQueue(jdbc)
                .claim(mailing, 64, clock.instant(), clock.instant().plus(Instance.LEASE), 0);
        Instance alive = instance().sendingTo(relay.port());

        alive.tick();
        assertThat(relay.recipients()).isEmpty();

        clock.advance(Instance.LEASE);
        alive.tick();
        assertThat(relay.recipients()).hasSize(50);
        tickUntilNothingIsDue(alive);
        assertThat(relay.recipients()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void itPausesWhenTooManyOfThoseAreRefusedAndStaffMayLiveWithThat() {
        MailingId mailing = mailing(200, CANARY);
        IntStream.range(0, 6).forEach(i -> relay.answers(address(i), "550 5.1.1 Unknown"));
        Instance instance = instance().connections(2).sendingTo(relay.port());

        instance.tick();
        instance.tick();

        Progress progress = mailings.progress(mailing);
        assertThat(progress.phase()).isEqualTo(Phase.PAUSED);
        assertThat(progress.trouble()).isEqualTo(new Trouble(Kind.CANARY_REFUSED, "", null, 6, 6));
        assertThat(relay.recipients()).isEmpty();

        mailings.resume(mailing, "Old customers");
        tickUntilNothingIsDue(instance);
        assertThat(relay.recipients()).hasSize(194);
    }

    @Test
    void aRelayThatBeginsToRefuseEverybodyIsNotGivenMoreThanItTakesToSeeThat() {
        MailingId mailing = mailing(2000, CANARY);
        Instance instance = instance().batchSize(200).sendingTo(relay.port());
        instance.tick();
        instance.tick();
        assertThat(relay.recipients()).hasSize(250);

        relay.answers("RCPT", "550 We do not like you today");
        instance.tick();

        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.PAUSED);
        assertThat(mailings.progress(mailing).refused()).isLessThan(40);
    }

    @Test
    void asManyAsTheLimitAllowsDoNotPauseIt() {
        MailingId mailing = mailing(200, CANARY);
        IntStream.range(0, 5).forEach(i -> relay.answers(address(i), "550 5.1.1 Unknown"));

        tickUntilNothingIsDue(instance().sendingTo(relay.port()));

        assertThat(relay.recipients()).hasSize(195);
        assertThat(mailings.progress(mailing).refused()).isEqualTo(5);
    }

    @Test
    void aPauseByAPersonDoesNotLetTheRestFollow() {
        MailingId mailing = mailing(200, CANARY);
        new DeliveryQueue(jdbc)
                .claim(mailing, 64, clock.instant(), clock.instant().plus(Instance.LEASE), 0);

        mailings.pause(mailing, "A look");
        mailings.resume(mailing, "All is well");
        instance().sendingTo(relay.port()).tick();

        assertThat(relay.recipients()).isEmpty();
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.CANARY);
    }

    @Test
    void aRelayThatPutsOffStrangersIsGivenItsMinutes() {
        MailingId mailing = mailing(200, CANARY);
        Instance instance = instance().sendingTo(relay.port());
        relay.answers("RCPT", "451 4.2.0 Greylisted");

        instance.tick();
        clock.advance(Duration.ofMinutes(3));
        instance.tick();
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.CANARY);
        assertThat(mailings.progress(mailing).queued()).isEqualTo(150);

        relay.isFriendly();
        clock.advance(Duration.ofMinutes(4));
        tickUntilNothingIsDue(instance);
        assertThat(relay.recipients()).hasSize(200);
    }

    @Test
    void aRelayThatKeepsPuttingOffIsForAPersonToJudge() {
        MailingId mailing = mailing(200, CANARY);
        Instance instance = instance().sendingTo(relay.port());
        relay.answers("RCPT", "451 4.2.0 Greylisted");

        for (int minute = 0; minute < 61; minute++) {
            instance.tick();
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(mailings.progress(mailing).trouble()).isEqualTo(new Trouble(Kind.CANARY_PUT_OFF, "", null, 50, 50));
        assertThat(mailings.progress(mailing).queued()).isEqualTo(150);
        mailings.resume(mailing, "It is slow");
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.SENDING);
    }

    @Test
    void oneFullMailboxHoldsNobodyUp() {
        mailing(200, CANARY);
        relay.answers(address(7), "452 4.2.2 Full");

        tickUntilNothingIsDue(instance().sendingTo(relay.port()));

        assertThat(relay.recipients()).hasSize(199);
    }

    @Test
    void aSmallAudienceJustGoes() {
        MailingId mailing = mailing(30, CANARY);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.SENDING);
        relay.answers("RCPT", "550 5.1.1 Unknown");

        instance().sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.FINISHED);
    }

    @Test
    void refusalsPauseItLaterTooCountedOverAllInstances() {
        MailingId mailing = mailing(1000, NO_CANARY);
        Instance one = instance().batchSize(10).sendingTo(relay.port());
        Instance other = instance().batchSize(10).sendingTo(relay.port());
        for (int i = 0; i < 10; i++) {
            one.tick();
            other.tick();
        }
        assertThat(relay.recipients()).hasSize(200);

        relay.answers("RCPT", "550 5.1.1 Unknown");
        for (int i = 0; i < 20; i++) {
            one.tick();
            other.tick();
        }

        Progress progress = mailings.progress(mailing);
        assertThat(progress.phase()).isEqualTo(Phase.PAUSED);
        assertThat(progress.trouble()).extracting(Trouble::kind).isEqualTo(Kind.REFUSALS);
        assertThat(progress.refused()).isBetween(20L, 40L);
    }

    @Test
    void whoLetsItGoOnIsNotAskedAgainAboutTheSameShare() {
        MailingId mailing = mailing(2000, NO_CANARY);
        IntStream.range(0, 2000).filter(i -> i % 5 == 0).forEach(i -> relay.answers(address(i), "550 5.1.1 Unknown"));
        Instance instance = instance().batchSize(100).sendingTo(relay.port());

        tickUntilNothingIsDue(instance);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.PAUSED);

        mailings.resume(mailing, "They are old");
        for (int i = 0; i < 5; i++) {
            instance.tick();
        }
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.SENDING);

        relay.answers("RCPT", "550 5.1.1 Unknown");
        tickUntilNothingIsDue(instance);
        assertThat(mailings.progress(mailing).trouble())
                .extracting(Trouble::kind)
                .isEqualTo(Kind.REFUSALS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GREETING | 554 5.7.1 Not you        | CONNECTION_REFUSED
                    AUTH     | 535 5.7.8 Wrong          | SIGN_IN_REFUSED
                    MAIL     | 530 5.7.0 Sign in first  | SIGN_IN_REFUSED
                    MAIL     | 550 5.7.1 Not yours      | SENDER_REFUSED
                    MAIL     | 552 Too big              | MESSAGE_REFUSED
                    RCPT     | 550 5.1.8 Sender unknown | SENDER_REFUSED
                    DOT      | 554 5.7.1 Spam           | MESSAGE_REFUSED
                    """)
    void aPauseSaysWhatIsTheMatter(String step, String answer, Kind kind) {
        MailingId mailing = mailing(100, CANARY);
        relay.answers(step, answer);

        instance().password("secret").sendingTo(relay.port()).tick();

        assertThat(mailings.progress(mailing).trouble()).isEqualTo(new Trouble(kind, answer, null, 0, 0));
        assertThat(relay.recipients()).isEmpty();
    }

    @Test
    void aChosenGroupIsAttemptedAgainAndWhatWasBeforeStaysRecorded() {
        MailingId mailing = mailing(10, Precaution.NONE);
        relay.answers(address(1), "550 5.1.1 Unknown")
                .answers(address(2), "550 5.1.1 Unknown")
                .answers(address(3), "554 5.5.0 No");
        Instance instance = instance().sendingTo(relay.port());
        instance.tick();
        relay.isFriendly().answers(address(2), "550 5.2.1 Closed");
        Selection unknown = new Selection(Set.of(DeliveryState.REFUSED), "550 5.1.1");

        assertThat(mailings.retryable(mailing, unknown)).isEqualTo(2);
        assertThat(mailings.deliveries(mailing, unknown, null, 10))
                .extracting(Delivery::address)
                .containsExactly(address(1), address(2));
        assertThat(mailings.retry(mailing, unknown)).isEqualTo(2);
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.SENDING);
        assertThat(mailings.retry(mailing, unknown)).isZero();
        instance.tick();

        assertThat(deliveries(mailing))
                .filteredOn(delivery -> delivery.attempts() == 2)
                .extracting(Delivery::address, Delivery::state, Delivery::code)
                .containsExactly(
                        tuple(address(1), DeliveryState.ACCEPTED, 250), tuple(address(2), DeliveryState.REFUSED, 550));
        Delivery twice = deliveries(mailing).get(1);
        assertThat(mailings.earlierAttempts(twice.id()))
                .extracting(Attempt::number, Attempt::code, Attempt::enhancedCode, Attempt::reply)
                .containsExactly(tuple(1, 550, "5.1.1", "5.1.1 Unknown"));
        assertThat(reached(mailing)).doesNotContain(address(2), address(3)).hasSize(8);
        Progress progress = mailings.progress(mailing);
        assertThat(List.of(progress.total(), progress.accepted(), progress.refused(), progress.retrying()))
                .containsExactly(10L, 8L, 2L, 0L);
    }

    @Test
    void whatIsUnclearIsAttemptedAgainOnRequestAndStillMayHaveArrived() {
        MailingId mailing = mailing(1, Precaution.NONE);
        Instance instance = instance().sendingTo(relay.port());
        relay.answers("DOT", ScriptedRelay.DROP);
        instance.tick();
        Selection unclear = new Selection(Set.of(DeliveryState.AMBIGUOUS), null);
        assertThat(mailings.retry(mailing, unclear))
                .as("it is attempted once more by itself")
                .isZero();
        clock.advance(Duration.ofHours(1));
        instance.tick();
        assertThat(mailings.progress(mailing).phase()).isEqualTo(Phase.FINISHED);

        assertThat(mailings.retry(mailing, unclear)).isOne();
        assertThat(reached(mailing)).hasSize(1);
        relay.isFriendly();
        instance.tick();

        assertThat(mailings.progress(mailing).accepted()).isEqualTo(1);
        assertThat(mailings.earlierAttempts(deliveries(mailing).getFirst().id()))
                .hasSize(2);
        assertThat(relay.recipients()).hasSize(3);
    }

    @Test
    void nothingIsAttemptedAgainOnceItIsStopped() {
        MailingId mailing = mailing(2, Precaution.NONE);
        relay.answers("RCPT", "550 5.1.1 Unknown");
        instance().sendingTo(relay.port()).tick();
        mailings.stop(mailing, "Withdrawn");

        assertThatIllegalStateException()
                .isThrownBy(() -> mailings.retry(mailing, new Selection(Set.of(DeliveryState.REFUSED), null)));
    }

    @Test
    void theTimeThatIsLeftKnowsTheLimits() {
        MailingId mailing = mailing(1000, Precaution.NONE);
        Instance instance = instance().perHour(100).sendingTo(relay.port());
        Mailings limited = new Mailings(jdbc, event -> {}, Instance.settings(false, 0, 100, 64), clock);

        instance.tick();

        assertThat(relay.recipients()).hasSize(3);
        assertThat(limited.progress(mailing).left()).isEqualTo(Duration.ofSeconds(997 * 36));
        clock.advance(Duration.ofMinutes(5));
        assertThat(limited.progress(mailing).perSecond()).isZero();
        assertThat(limited.progress(mailing).left()).isEqualTo(Duration.ofSeconds(997 * 36));
        mailings.pause(mailing, "A look");
        assertThat(limited.progress(mailing).left()).isNull();
    }

    private void tickUntilNothingIsDue(Instance instance) {
        while (instance.queue().due(clock.instant()).isPresent()) {
            instance.tick();
        }
    }

    private List<String> reached(MailingId mailing) {
        return jdbc.sql("""
                SELECT address FROM delivery_reached JOIN delivery USING (id) WHERE delivery.mailing_id = :mailing
                """)
                .param("mailing", mailing.value())
                .query(String.class)
                .list();
    }

    private List<Delivery> deliveries(MailingId mailing) {
        return new ArrayList<>(mailings.deliveries(mailing, Set.of(), null, 1000))
                .stream().filter(delivery -> delivery.attempts() > 0).toList();
    }

    private Instance.Builder instance() {
        return Instance.with(jdbc, mailings, clock);
    }

    private MailingId mailing(int recipients, Precaution precaution) {
        Letter letter = new Letter("en", "A change", "<p>Hello</p>", "Hello");
        return transactions.execute(status -> {
            MailingId id = mailings.create(new NewMailing("Test", List.of(letter), clock.instant(), precaution));
            mailings.enqueue(
                    id,
                    "SELECT uuidv7() AS id, 'user' || to_char(n, 'FM0000') || '@example.ps' AS address,"
                            + " 'en' AS variant, NULL::uuid AS follows FROM generate_series(0, :last) AS n",
                    Map.of("last", recipients - 1));
            return id;
        });
    }

    private static String address(int number) {
        return String.format(Locale.ROOT, "user%04d@example.ps", number);
    }
}
