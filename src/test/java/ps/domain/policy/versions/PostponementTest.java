package ps.domain.policy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.CannotPostpone.Reason;

@PolicyTest
class PostponementTest {

    private static final LocalDate NEXT_YEAR = LocalDate.of(2027, 1, 1);
    private static final BilingualText REASON = new BilingualText("نحتاج إلى وقت.", "We need time.");

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private TestClock clock;

    private SampleVersions samples;
    private Version second;

    @BeforeEach
    void anUpcomingVersion() {
        samples = new SampleVersions(application);
        second = samples.material(NEXT_YEAR);
    }

    @Test
    void theVersionStaysAsItWasAndTheNewDayCounts() {
        clock.advance(Duration.ofDays(1));
        postpone(second, NEXT_YEAR.plusDays(9));
        Timeline timeline = versions.timeline();
        Version first = timeline.version(1).orElseThrow();

        assertThat(timeline.version(2)).contains(second);
        assertThat(timeline.effectiveFrom(second)).isEqualTo(NEXT_YEAR.plusDays(9));
        assertThat(timeline.endOf(first)).contains(NEXT_YEAR.plusDays(9));
        assertThat(timeline.inForceOn(NEXT_YEAR.plusDays(8))).contains(first);
        assertThat(timeline.inForceOn(NEXT_YEAR.plusDays(9))).contains(second);
        assertThat(timeline.nextChange(clock.instant())).contains(Instant.parse("2027-01-09T22:00:00Z"));
        assertThat(timeline.changedAt(second)).isEqualTo(clock.instant());
        assertThat(timeline.lastChange()).contains(clock.instant());
        assertThat(timeline.postponementsOf(second)).singleElement().satisfies(postponement -> {
            assertThat(postponement.from()).isEqualTo(NEXT_YEAR);
            assertThat(postponement.to()).isEqualTo(NEXT_YEAR.plusDays(9));
            assertThat(postponement.reason()).isEqualTo(REASON);
            assertThat(postponement.seal().previous()).isEqualTo(second.fingerprint());
        });
    }

    @Test
    void itCanBePostponedAgainAndThenWithdrawn() {
        postpone(second, NEXT_YEAR.plusDays(1));
        postpone(second, NEXT_YEAR.plusDays(2));
        samples.withdraw(second);
        Timeline timeline = versions.timeline();

        assertThat(timeline.postponementsOf(second))
                .extracting(Postponement::to)
                .containsExactly(NEXT_YEAR.plusDays(1), NEXT_YEAR.plusDays(2));
        assertThat(timeline.laterEntriesOf(second))
                .extracting(entry -> entry.seal().seq())
                .containsExactly(3, 4, 5);
        assertThat(timeline.upcoming(clock.instant())).isEmpty();
        assertRefused(second, NEXT_YEAR.plusDays(3), Reason.WITHDRAWN);
    }

    @Test
    void onlyALaterDayIsAPostponement() {
        assertRefused(second, NEXT_YEAR, Reason.NOT_LATER);
        postpone(second, NEXT_YEAR.plusDays(5));
        assertRefused(second, NEXT_YEAR.plusDays(5), Reason.NOT_LATER);
        assertRefused(second, NEXT_YEAR.plusDays(4), Reason.NOT_LATER);
    }

    @Test
    void whatHasBeenInForceIsNotPostponed() {
        assertRefused(versions.timeline().version(1).orElseThrow(), NEXT_YEAR, Reason.EFFECTIVE);
        clock.set(Instant.parse("2026-12-31T22:00:00Z"));
        assertRefused(second, NEXT_YEAR.plusDays(5), Reason.EFFECTIVE);
    }

    @Test
    void anEarlierVersionDoesNotTakeEffectAfterALaterOne() {
        Version third = samples.minor(NEXT_YEAR.plusDays(10));

        assertRefused(second, NEXT_YEAR.plusDays(11), Reason.AFTER_THE_NEXT);
        postpone(second, NEXT_YEAR.plusDays(10));
        assertThat(versions.timeline().inForceOn(NEXT_YEAR.plusDays(10))).contains(third);

        postpone(third, NEXT_YEAR.plusDays(20));
        postpone(second, NEXT_YEAR.plusDays(15));
        samples.withdraw(third);
        postpone(second, NEXT_YEAR.plusDays(30));
        assertThat(versions.obstaclesTo(new NewVersion(
                        NEXT_YEAR.plusDays(29),
                        third.significance(),
                        third.title(),
                        third.summary(),
                        third.sections())))
                .containsExactly(Obstacle.on(Obstacle.Kind.EFFECTIVE_DATE_BEFORE_PREDECESSOR, NEXT_YEAR.plusDays(30)));
    }

    @Test
    void theReasonIsNeededInBothLanguages() {
        assertThatExceptionOfType(CannotPostpone.class)
                .isThrownBy(() -> transactions.executeWithoutResult(status -> versions.postpone(
                        second, NEXT_YEAR.plusDays(1), new BilingualText("سبب.", " "), Actor.APPLICATION)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.REASON_MISSING));
        assertThat(versions.timeline().postponementsOf(second)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE policy_postponement SET postponed_to = '2028-01-01'",
                "DELETE FROM policy_postponement",
                "TRUNCATE policy_postponement",
                "INSERT INTO policy_postponement SELECT 9, version_number, postponed_at, effective_from, postponed_to,"
                        + " reason_ar, reason_en, previous_hash, sha256(hash) FROM policy_postponement",
                "INSERT INTO policy_withdrawal SELECT version_number, postponed_at, reason_ar, reason_en, 4,"
                        + " previous_hash, sha256(hash) FROM policy_postponement"
            })
    void theDatabaseRefusesToChangeOneOrToAddOneOutOfOrder(String change) {
        postpone(second, NEXT_YEAR.plusDays(1));
        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        assertThatThrownBy(() -> superuser.sql(change).update()).hasMessageContaining("ERROR");
        assertThat(versions.timeline().postponementsOf(second)).hasSize(1);
    }

    @Test
    void theTrailTellsOfIt() {
        postpone(second, NEXT_YEAR.plusDays(1));

        assertThat(jdbc.sql("SELECT details ->> 'to' FROM audit_entry WHERE action = 'version.postponed'")
                        .query(String.class)
                        .list())
                .isEqualTo(List.of("2027-01-02"));
    }

    private void postpone(Version version, LocalDate to) {
        transactions.executeWithoutResult(status -> versions.postpone(version, to, REASON, Actor.APPLICATION));
    }

    private void assertRefused(Version version, LocalDate to, Reason reason) {
        assertThatExceptionOfType(CannotPostpone.class)
                .isThrownBy(() -> postpone(version, to))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
