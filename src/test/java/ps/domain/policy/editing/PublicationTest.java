package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Obstacle;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.json.JsonMapper;

@PolicyTest
class PublicationTest {

    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Editor one");
    private static final Actor SAMI = new Actor(UUID.randomUUID(), "Editor two");
    private static final Actor NADA = new Actor(UUID.randomUUID(), "Approver");
    private static final SectionKey RETENTION = new SectionKey("data-retention");
    private static final BilingualText HEADING = new BilingualText("الاحتفاظ بالبيانات", "Data Retention");

    @Autowired
    private Drafting drafting;

    @Autowired
    private Reviewing reviewing;

    @Autowired
    private Publication publication;

    @Autowired
    private DraftPages pages;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private UUID draft;

    @BeforeEach
    void beginADraft() {
        draft = drafting.begin(HUDA);
    }

    @Test
    void aDraftBeginsAsACopyOfTheVersionInForceAndIsNotReadyYet() {
        DraftPages.Page page = page();

        assertThat(page.sections())
                .hasSize(11)
                .allMatch(section -> section.translation().isCurrent());
        assertThat(page.reasons())
                .extracting(reason -> reason.text())
                .containsExactly(
                        "The text is the same as that of the version published last",
                        "The summary of changes is missing in Arabic",
                        "The summary of changes is missing in English",
                        "It is not decided whether the change is material or minor",
                        "No effective date has been chosen");
        assertThat(page.reasons()).allMatch(reason -> reason.href().startsWith("/admin/drafts/" + draft));
    }

    @Test
    void theTrailSaysWhatWasChangedAndNotOnlyThatSomethingWas() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);
        drafting.explain(draft, Map.of(RETENTION, new BilingualText("أقصر.", "Shorter.")), 0, HUDA);
        decide(false);

        assertThat(jdbc.sql("SELECT details FROM audit_entry WHERE action LIKE 'draft.%-edited' ORDER BY seq")
                        .query(String.class)
                        .list())
                .map(details -> JsonMapper.shared().readTree(details))
                .containsExactly(
                        JsonMapper.shared().readTree("{\"section\":\"data-retention\",\"revision\":1}"),
                        JsonMapper.shared()
                                .readTree(
                                        "{\"effectiveFrom\":\"2027-01-01\",\"material\":\"true\",\"texts\":[\"summary\"]}"),
                        JsonMapper.shared().readTree("{\"sections\":[\"data-retention\"]}"),
                        JsonMapper.shared().readTree("{\"material\":\"false\",\"texts\":[\"minorReason\"]}"));
    }

    @Test
    void whatIsPublishedIsTheDraftAndTheDraftChangesNoMore() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);

        Version version = publication.publish(draft, approved(), 0, HUDA);

        assertThat(version.number()).isEqualTo(2);
        assertThat(version.section(RETENTION).orElseThrow().body())
                .isEqualTo(new BilingualText("90 يومًا.", "90 days."));
        assertThatExceptionOfType(DraftClosed.class).isThrownBy(() -> edit(1, "x", "س", HUDA));
        assertThatExceptionOfType(DraftClosed.class)
                .isThrownBy(() -> publication.publish(draft, page().revision(), 0, HUDA));
        assertThat(trail()).endsWith("version.published", "notice.created", "draft.published");
    }

    @Test
    void aMinorVersionTellsNobody() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(false);

        publication.publish(draft, approved(), 0, HUDA);

        assertThat(jdbc.sql("SELECT count(*) FROM notice").query(Long.class).single())
                .isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM delivery").query(Long.class).single())
                .isZero();
    }

    @Test
    void whatNobodyApprovedIsNotPublishedAndNothingIsLeftBehind() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);

        assertThatExceptionOfType(NotApproved.class)
                .isThrownBy(() -> publication.publish(draft, page().revision(), 0, HUDA));
        nothingIsLeftBehind();
    }

    @Test
    void whatIsNotReadyAnyMoreIsNotPublishedThoughItIsApproved() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);
        int approved = approved();
        clock.set(Instant.parse("2027-01-02T09:00:00Z"));

        assertThatExceptionOfType(NotReady.class)
                .isThrownBy(() -> publication.publish(draft, approved, 0, HUDA))
                .satisfies(refusal -> assertThat(refusal.reasons())
                        .containsExactly(new Reason.Obstacle(new Obstacle(
                                Obstacle.Kind.EFFECTIVE_DATE_PASSED, null, null, LocalDate.of(2027, 1, 2)))));
        nothingIsLeftBehind();
    }

    @Test
    void whoIsMistakenAboutTheNumberOfMailsPublishesNothing() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);
        int approved = approved();

        assertThatExceptionOfType(OtherAudience.class).isThrownBy(() -> publication.publish(draft, approved, 1, HUDA));
        nothingIsLeftBehind();
    }

    private void nothingIsLeftBehind() {
        assertThat(versions.timeline().newestFirst()).hasSize(1);
        for (String table : List.of("policy_version WHERE number > 1", "notice", "mailing", "delivery", "letter")) {
            assertThat(jdbc.sql("SELECT count(*) FROM " + table)
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(trail()).doesNotContain("version.published");
        assertThat(page().isOpen()).isTrue();
    }

    @Test
    void aDraftThatChangedSinceItWasSeenIsNotPublished() {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);
        int seen = approved();
        edit(1, "900 days.", "900 يوم.", SAMI);

        assertThatExceptionOfType(ChangedSinceSeen.class).isThrownBy(() -> publication.publish(draft, seen, 0, HUDA));
    }

    @Test
    void publishingTwiceAtTheSameMomentPublishesOnce() throws Exception {
        edit(0, "90 days.", "90 يومًا.", HUDA);
        decide(true);
        int seen = approved();
        List<Callable<Version>> attempts = List.of(
                () -> publication.publish(draft, seen, 0, HUDA),
                () -> publication.publish(draft, seen, 0, SAMI),
                () -> publication.publish(draft, seen, 0, HUDA));
        int published = 0;
        try (ExecutorService people = Executors.newFixedThreadPool(attempts.size())) {
            for (Future<Version> attempt : people.invokeAll(attempts)) {
                published += attempt.state() == Future.State.SUCCESS ? 1 : 0;
            }
        }

        assertThat(published).isEqualTo(1);
        assertThat(versions.timeline().newestFirst()).hasSize(2);
        assertThat(jdbc.sql("SELECT count(*) FROM notice").query(Long.class).single())
                .isEqualTo(1);
    }

    @Test
    void whoComesSecondIsToldAndOverwritesNothing() {
        edit(0, "Six months.", "ستة أشهر.", SAMI);

        assertThatExceptionOfType(EditedMeanwhile.class).isThrownBy(() -> edit(0, "90 days.", "90 يومًا.", HUDA));
        assertThat(body()).isEqualTo(new BilingualText("ستة أشهر.", "Six months."));
    }

    @Test
    void twoPeopleOnDifferentSectionsDoNotDisturbEachOther() {
        edit(0, "Six months.", "ستة أشهر.", SAMI);
        drafting.edit(draft, new SectionKey("children"), 0, HEADING, new BilingualText("نص", "Text"), HUDA);

        assertThat(page().editedBy()).isEqualTo(HUDA.name());
        assertThat(body().en()).isEqualTo("Six months.");
    }

    @Test
    void sectionsAreAddedMovedAndRemoved() {
        drafting.add(draft, new SectionKey("transfers"), new BilingualText("نقل البيانات", "Transfers"), HUDA);
        drafting.move(draft, new SectionKey("transfers"), -1, HUDA);
        drafting.move(draft, new SectionKey("what-we-collect"), -1, HUDA);
        drafting.remove(draft, new SectionKey("children"), HUDA);

        List<String> keys = new ArrayList<>(
                page().sections().stream().map(DraftPages.SectionEntry::key).toList());
        assertThat(keys).hasSize(11).doesNotContain("children").startsWith("what-we-collect");
        assertThat(keys.subList(9, 11)).containsExactly("transfers", "contact");
        assertThatExceptionOfType(KeyTaken.class)
                .isThrownBy(() -> drafting.add(draft, new SectionKey("transfers"), BilingualText.EMPTY, HUDA));
    }

    @Test
    void aDiscardedDraftCanBeTakenOutAgain() {
        drafting.discard(draft, HUDA);
        assertThat(pages.open(null, Language.EN)).isEmpty();
        assertThatExceptionOfType(DraftClosed.class).isThrownBy(() -> edit(0, "x", "س", HUDA));

        drafting.restore(draft, SAMI);
        assertThat(pages.open(null, Language.EN)).hasSize(1);
    }

    private DraftPages.Page page() {
        return pages.page(draft, Language.EN);
    }

    private BilingualText body() {
        return pages.section(draft, RETENTION, HUDA.name(), Language.EN).form().body();
    }

    private void edit(int seenRevision, String en, String ar, Actor by) {
        drafting.edit(draft, RETENTION, seenRevision, HEADING, new BilingualText(ar, en), by);
    }

    private void decide(boolean material) {
        Draft.Details details = new Draft.Details(
                new BilingualText("سياسة الخصوصية", "Privacy Policy"),
                new BilingualText("نحدّد المدة.", "We name the period."),
                material,
                material ? BilingualText.EMPTY : new BilingualText("خطأ إملائي.", "A typo."),
                LocalDate.of(2027, 1, 1));
        drafting.decide(draft, details, page().detailsRevision(), HUDA);
    }

    private int approved() {
        int revision = page().revision();
        reviewing.submit(draft, revision, "", HUDA);
        reviewing.approve(draft, revision, "", NADA);
        return revision;
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }
}
