package ps.domain.policy.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Significance.Material;

@PolicyTest
class PublishedVersionsTest {

    private static final LocalDate NEXT_YEAR = LocalDate.of(2027, 1, 1);

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private Environment environment;

    @Autowired
    private TestClock clock;

    @ParameterizedTest
    @EnumSource
    void versionOneIsTheCompanysOwnTextWordForWord(Language language) throws Exception {
        String file = new ClassPathResource("policy/privacy-policy." + language + ".md")
                .getContentAsString(StandardCharsets.UTF_8);
        Version first = versions.timeline().version(1).orElseThrow();

        assertThat(PolicyDocument.of(first, language).toFile()).isEqualTo(file);
        assertThat(first.sections()).hasSize(11);
    }

    @Test
    void aVersionIsUpcomingThenInForceThenSupersededByTheClockAlone() {
        Version second = publish(NEXT_YEAR);
        Timeline timeline = versions.timeline();
        Version first = timeline.version(1).orElseThrow();
        Instant midnightInHebron = Instant.parse("2026-12-31T22:00:00Z");

        Instant before = midnightInHebron.minusNanos(1);
        assertThat(timeline.stateOf(first, before)).isEqualTo(VersionState.IN_FORCE);
        assertThat(timeline.stateOf(second, before)).isEqualTo(VersionState.UPCOMING);
        assertThat(timeline.stateOf(first, midnightInHebron)).isEqualTo(VersionState.SUPERSEDED);
        assertThat(timeline.stateOf(second, midnightInHebron)).isEqualTo(VersionState.IN_FORCE);
        assertThat(timeline.inForceOn(LocalDate.of(2026, 12, 31))).contains(first);
        assertThat(timeline.inForceOn(NEXT_YEAR)).contains(second);
        assertThat(timeline.inForceOn(LocalDate.of(2026, 6, 9))).isEmpty();
        assertThat(timeline.endOf(first)).contains(NEXT_YEAR);
        assertThat(timeline.nextChange(before)).contains(midnightInHebron);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE policy_version SET summary_en = 'nothing'",
                "DELETE FROM policy_version",
                "TRUNCATE policy_version CASCADE",
                "UPDATE policy_section SET body_ar = 'x' WHERE position = 1",
                "DELETE FROM policy_section WHERE position = 1",
                "TRUNCATE policy_section",
                "INSERT INTO policy_section SELECT 1, 12, 'slipped-in', heading_ar, heading_en, body_ar, body_en"
                        + " FROM policy_section WHERE position = 1",
            })
    void theDatabaseRefusesToChangeWhatIsPublished(String change) {
        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        assertThatThrownBy(() -> superuser.sql(change).update())
                .message()
                .containsAnyOf("is refused", "is published with");
        assertThat(versions.timeline().version(1).orElseThrow().sections()).hasSize(11);
    }

    @Test
    void whatIsReadBackIsWhatWasPublishedAndItsFingerprintCoversIt() {
        Version published = publish(NEXT_YEAR);
        Version first = versions.timeline().version(1).orElseThrow();

        Version read = versions.timeline().version(2).orElseThrow();
        assertThat(read).isEqualTo(published);
        assertThat(read.seal().previous()).isEqualTo(first.fingerprint());
        assertThat(CanonicalForm.fingerprintOf(read)).isEqualTo(read.fingerprint());
        Version unchained = withSeal(read, new Seal(2, null, read.fingerprint()));
        assertThat(CanonicalForm.fingerprintOf(unchained)).isNotEqualTo(read.fingerprint());
    }

    @Test
    void everyReasonAgainstPublishingIsNamed() {
        NewVersion hollow = new NewVersion(
                LocalDate.of(2026, 11, 30),
                null,
                new BilingualText("عنوان", "Title"),
                new BilingualText("", "A summary in one language only"),
                List.of(new Section(
                        new SectionKey("security"),
                        new BilingualText("الأمان", ""),
                        new BilingualText("نص", "x \u202E y"))));

        assertThat(versions.obstaclesTo(hollow))
                .extracting(Obstacle::kind)
                .containsExactly(
                        Obstacle.Kind.HEADING_MISSING,
                        Obstacle.Kind.BODY_REFUSED,
                        Obstacle.Kind.SUMMARY_MISSING,
                        Obstacle.Kind.SIGNIFICANCE_MISSING,
                        Obstacle.Kind.EFFECTIVE_DATE_PASSED);
        assertThatExceptionOfType(CannotPublish.class)
                .isThrownBy(() -> transactions.execute(status -> versions.publish(hollow, Actor.APPLICATION)))
                .satisfies(refusal -> assertThat(refusal.obstacles()).hasSize(5));
        assertThat(versions.timeline().newestFirst()).hasSize(1);
    }

    @Test
    void whatItMeansForAccountHoldersIsPartOfTheVersionAndOfItsFingerprint() {
        NewVersion plain = changed(NEXT_YEAR);
        List<Section> sections = new ArrayList<>(plain.sections());
        SectionKey removed = sections.removeLast().key();
        SectionKey first = sections.get(0).key();
        SectionKey second = sections.get(1).key();
        Version published = publish(withEffects(plain, sections, effect(removed), effect(second), effect(first)));

        Version read = versions.timeline().version(2).orElseThrow();
        assertThat(read).isEqualTo(published);
        assertThat(read.effects()).containsExactly(effect(first), effect(second), effect(removed));
        Version withoutLast = new Version(
                read.number(),
                read.effectiveFrom(),
                read.publishedAt(),
                read.significance(),
                read.title(),
                read.summary(),
                read.sections(),
                read.effects().subList(0, 2),
                read.seal());
        assertThat(CanonicalForm.fingerprintOf(read)).isEqualTo(read.fingerprint());
        assertThat(CanonicalForm.fingerprintOf(withoutLast)).isNotEqualTo(read.fingerprint());
    }

    @Test
    void anEffectThatIsUnfitOrOfNoSectionStandsInTheWay() {
        NewVersion plain = changed(NEXT_YEAR);
        List<Section> sections = plain.sections();
        NewVersion wanted = withEffects(
                plain,
                sections,
                effect(new SectionKey("nowhere")),
                new Effect(sections.get(0).key(), new BilingualText("جملة.", " ")),
                new Effect(sections.get(1).key(), new BilingualText("جملة.", "One \u202E sentence.")));

        assertThat(versions.obstaclesTo(wanted))
                .containsExactly(
                        Obstacle.at(Obstacle.Kind.EFFECT_UNKNOWN_SECTION, new SectionKey("nowhere")),
                        Obstacle.at(
                                Obstacle.Kind.EFFECT_MISSING, sections.get(0).key(), Language.EN),
                        Obstacle.at(
                                Obstacle.Kind.EFFECT_REFUSED, sections.get(1).key(), Language.EN));
        assertThatThrownBy(() -> withEffects(
                        plain,
                        sections,
                        effect(sections.get(0).key()),
                        effect(sections.get(0).key())))
                .hasMessageContaining("two effects");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE policy_effect SET text_en = 'nothing'",
                "DELETE FROM policy_effect",
                "TRUNCATE policy_effect",
                "INSERT INTO policy_effect SELECT 2, 2, 'slipped-in', text_ar, text_en FROM policy_effect"
            })
    void theDatabaseRefusesToChangeAnEffect(String change) {
        NewVersion plain = changed(NEXT_YEAR);
        publish(withEffects(
                plain, plain.sections(), effect(plain.sections().getFirst().key())));
        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        assertThatThrownBy(() -> superuser.sql(change).update())
                .message()
                .containsAnyOf("is refused", "is published with");
    }

    @Test
    void theDayThatCountsIsTheOneInHebron() {
        clock.set(Instant.parse("2026-12-09T22:30:00Z"));
        assertThat(versions.obstaclesTo(changed(LocalDate.of(2026, 12, 9))))
                .extracting(Obstacle::kind)
                .containsExactly(Obstacle.Kind.EFFECTIVE_DATE_PASSED);
        clock.advance(Duration.ofHours(-1));
        assertThat(versions.obstaclesTo(changed(LocalDate.of(2026, 12, 9)))).isEmpty();
    }

    @Test
    void aLaterVersionCannotTakeEffectBeforeAnEarlierOne() {
        publish(NEXT_YEAR);

        assertThat(versions.obstaclesTo(changed(NEXT_YEAR.minusDays(1))))
                .extracting(Obstacle::kind)
                .contains(Obstacle.Kind.EFFECTIVE_DATE_BEFORE_PREDECESSOR);
    }

    @Test
    void theSameTextIsNotPublishedTwice() {
        publish(NEXT_YEAR);

        assertThat(versions.obstaclesTo(changed(NEXT_YEAR)))
                .extracting(Obstacle::kind)
                .containsExactly(Obstacle.Kind.NOTHING_CHANGED);
    }

    private Version publish(LocalDate effectiveFrom) {
        return publish(changed(effectiveFrom));
    }

    private Version publish(NewVersion wanted) {
        return transactions.execute(status -> versions.publish(wanted, Actor.APPLICATION));
    }

    private static Version withSeal(Version version, Seal seal) {
        return new Version(
                version.number(),
                version.effectiveFrom(),
                version.publishedAt(),
                version.significance(),
                version.title(),
                version.summary(),
                version.sections(),
                version.effects(),
                seal);
    }

    private static Effect effect(SectionKey key) {
        return new Effect(key, new BilingualText("ما يعنيه " + key, "What " + key + " means."));
    }

    private static NewVersion withEffects(NewVersion plain, List<Section> sections, Effect... effects) {
        return new NewVersion(
                plain.effectiveFrom(),
                plain.significance(),
                plain.title(),
                plain.summary(),
                sections,
                List.of(effects));
    }

    private NewVersion changed(LocalDate effectiveFrom) {
        Version first = versions.timeline().version(1).orElseThrow();
        List<Section> sections = new ArrayList<>(first.sections());
        Section old = sections.getFirst();
        sections.set(
                0,
                new Section(
                        old.key(),
                        old.heading(),
                        new BilingualText(old.body().ar() + " جديد.", old.body().en() + " New.")));
        return new NewVersion(
                effectiveFrom,
                new Material(),
                first.title(),
                new BilingualText("أضفنا كلمة.", "We added a word."),
                sections);
    }
}
