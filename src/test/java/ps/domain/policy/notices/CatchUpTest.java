package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Verification;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;

/** Account holders who come between the notice of a version and its effective date. */
@PolicyTest
class CatchUpTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(2027, 1, 1);

    @Autowired
    private CatchUps catchUps;

    @Autowired
    private Corrections corrections;

    @Autowired
    private Notices notices;

    @Autowired
    private Mailings mailings;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private Verification verification;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private ScriptedRelay relay;
    private Postman postman;
    private Version second;

    @BeforeEach
    void aVersionThatTwoWereToldOf() throws IOException {
        relay = new ScriptedRelay();
        postman = Postman.sendingTo(relay.port(), application);
        holder(1, "one@example.com");
        holder(2, "Two@example.com");
        second = transactions.execute(transaction -> {
            Version published = new SampleVersions(application).material(FIRST_DAY);
            notices.announce(published, Actor.APPLICATION);
            return published;
        });
        clock.advance(Duration.ofMinutes(11));
        sendEverything();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void whoIsAddedLaterIsToldOnceThoughTwoInstancesLookAtTheSameMoment() throws Exception {
        holder(3, "three@example.com");
        clock.advance(CatchUps.QUIET);
        CatchUps another = application.getAutowireCapableBeanFactory().createBean(CatchUps.class);
        CyclicBarrier atOnce = new CyclicBarrier(2);
        try (ExecutorService instances = Executors.newFixedThreadPool(2)) {
            List<Callable<Void>> looking = Stream.of(catchUps, another)
                    .<Callable<Void>>map(instance -> () -> {
                        atOnce.await();
                        instance.catchUp();
                        return null;
                    })
                    .toList();
            for (Future<Void> looked : instances.invokeAll(looking)) {
                looked.get();
            }
        }

        assertThat(catchUpsSoFar()).hasSize(1);
    }

    @Test
    void whoIsAddedLaterIsToldTheSameWordsOnceTheImportHasSettled() {
        holder(3, "three@example.com");
        holder(4, "THREE@example.com");
        holder(5, "ONE@example.com");
        clock.advance(Duration.ofMinutes(9));
        catchUps.catchUp();
        assertThat(catchUpsSoFar()).as("the import may go on").isEmpty();

        clock.advance(Duration.ofMinutes(1));
        catchUps.catchUp();
        catchUps.catchUp();

        Notice catchUp = catchUpsSoFar().getFirst();
        assertThat(catchUpsSoFar()).hasSize(1);
        assertThat(catchUp.accountHolders()).isEqualTo(2);
        assertThat(mailings.progress(catchUp.mailing()).total()).isEqualTo(1);
        Notice change = notices.about(2).getFirst();
        assertThat(letter(catchUp).text().replace(catchUp.reference(), change.reference()))
                .isEqualTo(letter(change).text());
        clock.advance(Duration.ofMinutes(10));
        sendEverything();
        assertThat(relay.recipients())
                .containsExactlyInAnyOrder("one@example.com", "Two@example.com", "three@example.com");
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    @Test
    void whoGetsAnotherAddressOrHadNoneIsToldToo() {
        jdbc.sql("UPDATE account_holder SET email = 'new@example.com', email_key = 'new@example.com', updated_at = :now"
                        + " WHERE client_id = 1")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        clock.advance(Duration.ofMinutes(10));

        catchUps.catchUp();

        assertThat(addressesOf(catchUpsSoFar().getFirst())).containsExactly("new@example.com");
    }

    @Test
    void nobodyIsToldWhileTheNoticeIsHeldPausedOrStopped() {
        holder(3, "three@example.com");
        clock.advance(Duration.ofMinutes(10));
        Notice change = notices.about(2).getFirst();
        jdbc.sql(
                        "UPDATE delivery SET state = 'QUEUED', next_attempt_at = now() + interval '1 day' WHERE mailing_id = :id")
                .param("id", change.mailing().value())
                .update();
        jdbc.sql("INSERT INTO mailing_count VALUES (:id, 99, 'QUEUED', 2), (:id, 99, 'ACCEPTED', -2)")
                .param("id", change.mailing().value())
                .update();
        mailings.pause(change.mailing(), "Somebody");
        catchUps.catchUp();
        assertThat(catchUpsSoFar()).isEmpty();
        mailings.stop(change.mailing(), "Somebody");

        catchUps.catchUp();

        assertThat(catchUpsSoFar()).isEmpty();
    }

    @Test
    void thereIsNoneAfterTheEffectiveDateOrAWithdrawal() {
        holder(3, "three@example.com");
        clock.set(Instant.parse("2026-12-31T22:00:00Z"));
        catchUps.catchUp();
        assertThat(catchUpsSoFar()).isEmpty();
        clock.set(Instant.parse("2026-12-31T21:59:59Z"));
        withdraw();

        catchUps.catchUp();

        assertThat(catchUpsSoFar()).isEmpty();
    }

    @Test
    void thoseWhoComeOneByOneAreGathered() {
        holder(3, "three@example.com");
        clock.advance(Duration.ofMinutes(10));
        catchUps.catchUp();
        clock.advance(Duration.ofMinutes(11));
        sendEverything();
        holder(4, "four@example.com");
        clock.advance(Duration.ofMinutes(20));
        catchUps.catchUp();
        assertThat(catchUpsSoFar()).hasSize(1);

        clock.advance(Duration.ofHours(6));
        catchUps.catchUp();

        assertThat(catchUpsSoFar()).hasSize(2);
        assertThat(addressesOf(catchUpsSoFar().getLast())).containsExactly("four@example.com");
    }

    @Test
    void whoWasToldByACatchUpIsCorrectedToo() {
        holder(3, "three@example.com");
        jdbc.sql("UPDATE account_holder SET email = 'new@example.com', email_key = 'new@example.com', updated_at = :now"
                        + " WHERE client_id = 1")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        clock.advance(Duration.ofMinutes(10));
        catchUps.catchUp();
        clock.advance(Duration.ofMinutes(11));
        sendEverything();
        assertThat(corrections.reach(second).addresses()).isEqualTo(4);
        assertThat(corrections.reach(second).atLeast()).isEqualTo(4);

        withdraw();
        corrections.settle();

        Notice correction = notices.about(2).getLast();
        assertThat(correction.kind()).isEqualTo(NoticeKind.CORRECTION);
        assertThat(addressesOf(correction))
                .containsExactly("new@example.com", "one@example.com", "three@example.com", "two@example.com");
        assertThat(mailings.letters(correction.mailing())).hasSize(4);
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    @Test
    void afterAPostponementWhoComesIsToldOfTheNewDay() {
        transactions.executeWithoutResult(transaction -> corrections.halt(
                second,
                () -> versions.postpone(
                        second, LocalDate.of(2027, 2, 1), new BilingualText("سبب.", "A reason."), Actor.APPLICATION),
                Actor.APPLICATION));
        holder(3, "three@example.com");
        clock.advance(Duration.ofMinutes(10));
        catchUps.catchUp();
        assertThat(catchUpsSoFar()).as("who was told is not settled yet").isEmpty();
        corrections.settle();

        catchUps.catchUp();

        assertThat(addressesOf(catchUpsSoFar().getFirst())).containsExactly("three@example.com");
        assertThat(letter(catchUpsSoFar().getFirst()).text()).contains("1 February 2027");
    }

    private void withdraw() {
        transactions.executeWithoutResult(transaction -> corrections.halt(
                second,
                () -> versions.withdraw(second, new BilingualText("سبب.", "A reason."), Actor.APPLICATION),
                Actor.APPLICATION));
    }

    private List<Notice> catchUpsSoFar() {
        return notices.about(2).stream()
                .filter(notice -> notice.kind() == NoticeKind.CATCH_UP)
                .toList();
    }

    private List<String> addressesOf(Notice notice) {
        return jdbc.sql("SELECT lower(address) FROM delivery WHERE mailing_id = :mailing ORDER BY 1")
                .param("mailing", notice.mailing().value())
                .query(String.class)
                .list();
    }

    private Letter letter(Notice notice) {
        return mailings.letters(notice.mailing()).getFirst();
    }

    private void sendEverything() {
        for (int round = 0; round < 12; round++) {
            postman.goRound();
        }
    }

    private void holder(long id, String email) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, 'Sample', '', :email, lower(:email), 'ar', 'ACTIVE', :now)
                """)
                .param("id", id)
                .param("email", email)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
