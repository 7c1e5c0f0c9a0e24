package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.editing.Draft.Details;
import ps.domain.policy.staff.ReviewSettings;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

@PolicyTest
class ReviewTest {

    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Editor one");
    private static final Actor SAMI = new Actor(UUID.randomUUID(), "Approver one");
    private static final Actor LINA = new Actor(UUID.randomUUID(), "Approver two");
    private static final SectionKey RETENTION = new SectionKey("data-retention");
    private static final SectionKey CHILDREN = new SectionKey("children");
    private static final BilingualText HEADING = new BilingualText("الاحتفاظ بالبيانات", "Data Retention");

    @Autowired
    private Drafting drafting;

    @Autowired
    private Reviewing reviewing;

    @Autowired
    private Publication publication;

    @Autowired
    private Autosave autosave;

    @Autowired
    private DraftPages pages;

    @Autowired
    private RevisionPages revisions;

    @Autowired
    private Drafts drafts;

    @Autowired
    private Comments comments;

    @Autowired
    private Reasons reasons;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TestClock clock;

    private UUID draft;

    @BeforeEach
    void aDraftThatIsReady() {
        draft = ready();
    }

    @Test
    void aDraftIsSubmittedReturnedSubmittedAgainAndApproved() {
        submit();
        assertThat(stage()).isEqualTo("in-review");
        reviewing.sendBack(draft, revision(), "Name the period.", SAMI);
        assertThat(stage()).isEqualTo("writing");
        submit();
        reviewing.recall(draft, revision(), "", HUDA);
        assertThat(stage()).isEqualTo("writing");
        submit();
        reviewing.approve(draft, revision(), "Clear.", SAMI);
        assertThat(stage()).isEqualTo("approved");

        assertThat(trail())
                .endsWith(
                        "draft.submitted",
                        "draft.returned",
                        "draft.submitted",
                        "draft.recalled",
                        "draft.submitted",
                        "draft.approved");
        assertThat(details("draft.approved")).contains("\"revision\": " + revision(), "Clear.");
    }

    @Test
    void whileItIsInReviewNothingInItCanBeChanged() {
        drafting.edit(draft, CHILDREN, 0, heading(CHILDREN), new BilingualText("نص أول", "First text"), HUDA);
        submit();
        int revision = revision();

        changes().forEach((name, change) -> {
            assertThatExceptionOfType(DraftInReview.class).as(name).isThrownBy(change::run);
            assertThat(revision()).as(name).isEqualTo(revision);
            assertThat(stage()).as(name).isEqualTo("in-review");
        });
        assertThatExceptionOfType(DraftInReview.class).isThrownBy(() -> drafting.discard(draft, HUDA));
        assertThatExceptionOfType(DraftInReview.class)
                .isThrownBy(() -> drafting.rebase(draft, revision, 1, new Rebase.Decisions(Map.of(), false), HUDA));
        assertThat(page().discarded()).isFalse();
    }

    @Test
    void whatIsTypedMeanwhileIsKept() {
        submit();
        assertThatExceptionOfType(DraftInReview.class).isThrownBy(() -> edit("Too late.", HUDA));
        assertThatExceptionOfType(DraftInReview.class).isThrownBy(() -> decide("A summary that came too late."));
        assertThatExceptionOfType(DraftInReview.class).isThrownBy(() -> explain("An effect that came too late."));

        assertThat(revisions.of(draft, Optional.empty(), Language.EN).entries())
                .filteredOn(entry -> entry.cause().equals("NOT_TAKEN"))
                .hasSize(3);
        Autosave.Answer answer = autosave.save(
                        draft,
                        RETENTION.value(),
                        new SectionForm(HEADING.ar(), HEADING.en(), "نص", "Typing on.", 1),
                        HUDA,
                        Locale.ENGLISH)
                .getBody();
        assertThat(answer).isNotNull();
        assertThat(answer.state()).isEqualTo("frozen");
        assertThat(answer.message()).contains("in review");
        assertThat(revisions.of(draft, Optional.of(RETENTION), Language.EN).entries())
                .filteredOn(entry -> entry.cause().equals("NOT_TAKEN"))
                .hasSize(3);
    }

    @Test
    void anyLaterEditTakesTheApprovalBackAndTheTrailSaysWhose() {
        for (String name : changes().keySet()) {
            draft = ready();
            approve();
            assertThat(stage()).isEqualTo("approved");

            changes().get(name).run();

            assertThat(stage()).as(name).isEqualTo("writing");
            assertThat(trail()).as(name).last().isEqualTo("draft.approval-lost");
            assertThat(details("draft.approval-lost")).as(name).contains("Approver one");
            assertThatExceptionOfType(NotApproved.class)
                    .as(name)
                    .isThrownBy(() -> transactions.executeWithoutResult(
                            transaction -> reviewing.requireApproval(pages.find(draft))));
        }
    }

    @Test
    void whatChangesNothingLeavesTheApproval() {
        approve();
        DraftPages.SectionPage section = pages.section(draft, RETENTION, "", Language.EN);
        drafting.edit(
                draft,
                RETENTION,
                section.form().revision(),
                section.form().heading(),
                section.form().body(),
                HUDA);
        drafting.decide(draft, page().details(), page().detailsRevision(), HUDA);
        drafting.discard(draft, HUDA);
        drafting.restore(draft, HUDA);
        reviewing.comment(draft, Item.section(RETENTION), "Well put.", LINA);

        assertThat(stage()).isEqualTo("approved");
        publication.publish(draft, revision(), 0, SAMI);
        assertThat(details("draft.published")).contains("\"approvedBy\": \"Approver one\"", "\"revision\"");
    }

    @Test
    void whatFollowsAnotherVersionHasToBeApprovedAgain() {
        approve();
        new SampleVersions(application).minor(LocalDate.of(2027, 1, 1));

        assertThatExceptionOfType(NotReady.class)
                .isThrownBy(() -> publication.publish(draft, revision(), 0, SAMI))
                .satisfies(refusal -> assertThat(refusal.reasons()).containsExactly(new Reason.Overtaken(1, 2)));
        assertThat(page().reasons()).extracting(reason -> reason.href()).containsExactly(path() + "/rebase");

        drafting.rebase(draft, revision(), 2, new Rebase.Decisions(Map.of(), false), HUDA);

        assertThat(stage()).isEqualTo("writing");
        assertThat(trail()).last().isEqualTo("draft.approval-lost");
        assertThatExceptionOfType(NotApproved.class).isThrownBy(() -> publication.publish(draft, revision(), 0, SAMI));
    }

    @Test
    void onlyWhatIsReadyIsSubmittedAndItsReasonsSayWhereToMendIt() {
        DraftPages.SectionPage section = pages.section(draft, RETENTION, "", Language.EN);
        drafting.edit(
                draft, RETENTION, section.form().revision(), HEADING, new BilingualText("90 يومًا.", "91 days."), HUDA);

        assertThatExceptionOfType(NotReady.class)
                .isThrownBy(this::submit)
                .satisfies(refusal -> assertThat(refusal.reasons())
                        .containsExactly(new Reason.OutOfDate(Item.section(RETENTION), Language.AR)));
        assertThat(page().reasons())
                .extracting(reason -> reason.href())
                .containsExactly(path() + "/sections/data-retention#body-ar");
        assertThat(stage()).isEqualTo("writing");

        drafting.confirm(draft, Item.section(RETENTION), Language.AR, 2, SAMI);
        submit();
        assertThat(stage()).isEqualTo("in-review");
    }

    @Test
    void aMinorChangeIsNotHeldUpByEffectsThatNobodyWillSee() {
        explain("Kept for 90 days.");
        drafting.explain(
                draft,
                Map.of(RETENTION, new BilingualText("تُحفظ 90 يومًا.", "Kept for ninety days.")),
                page(draft).effectsRevision(),
                HUDA);
        assertThat(page().reasons())
                .extracting(reason -> reason.href())
                .containsExactly(path() + "/effects#ar-data-retention");

        Details details = page().details();
        drafting.decide(
                draft,
                new Details(
                        details.title(),
                        details.summary(),
                        false,
                        new BilingualText("خطأ إملائي.", "A typo."),
                        details.effectiveFrom()),
                page().detailsRevision(),
                HUDA);
        assertThat(page().reasons()).isEmpty();
    }

    @Test
    void nobodyApprovesWhatTheyEditedHoweverLittle() {
        drafting.move(draft, CHILDREN, -1, SAMI);
        submit();

        assertThatExceptionOfType(OwnWork.class).isThrownBy(() -> reviewing.approve(draft, revision(), "", SAMI));
        assertThatExceptionOfType(OwnWork.class).isThrownBy(() -> reviewing.approve(draft, revision(), "", HUDA));
        assertThat(stage()).isEqualTo("in-review");

        reviewing.sendBack(draft, revision(), "I moved it by mistake.", SAMI); // does no harm
        submit();
        reviewing.approve(draft, revision(), "", LINA);
        assertThat(stage()).isEqualTo("approved");
    }

    @Test
    void aCompanyOfOneApprovesItsOwnAndNothingOfThatCountsOnceFourEyesAreWanted() {
        Reviewing alone = new Reviewing(drafts, comments, reasons, new ReviewSettings(false), trail, clock);
        submit();
        transactions.executeWithoutResult(transaction -> alone.approve(draft, revision(), "", HUDA));
        assertThat(stage()).isEqualTo("approved");

        transactions.executeWithoutResult(transaction -> {
            Draft approved = pages.find(draft);
            assertThat(alone.requireApproval(approved).decidedBy()).isEqualTo(HUDA.name());
            assertThatExceptionOfType(NotApproved.class).isThrownBy(() -> reviewing.requireApproval(approved));
        });
        assertThatExceptionOfType(NotApproved.class).isThrownBy(() -> publication.publish(draft, revision(), 0, HUDA));
    }

    @Test
    void whatWasDecidedIsDecidedAboutWhatWasSeen() {
        int seen = revision();
        drafting.move(draft, CHILDREN, -1, HUDA);
        assertThatExceptionOfType(ChangedSinceSeen.class).isThrownBy(() -> reviewing.submit(draft, seen, "", HUDA));
        assertThatExceptionOfType(ChangedSinceSeen.class)
                .isThrownBy(() -> reviewing.approve(draft, revision(), "", SAMI));
        submit();
        assertThatExceptionOfType(ChangedSinceSeen.class).isThrownBy(this::submit);
        assertThatExceptionOfType(ChangedSinceSeen.class).isThrownBy(() -> reviewing.approve(draft, seen, "", SAMI));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> reviewing.sendBack(draft, revision(), " ", SAMI));
        drafting.discard(ready(), HUDA);
        assertThat(stage()).isEqualTo("in-review");
    }

    @Test
    void ofThoseWhoDecideAtTheSameMomentOneDoes() throws Exception {
        int seen = revision();
        assertThat(together(
                        () -> reviewing.submit(draft, seen, "", HUDA), () -> reviewing.submit(draft, seen, "", SAMI)))
                .isEqualTo(1);
        assertThat(together(
                        () -> reviewing.approve(draft, seen, "", SAMI),
                        () -> reviewing.approve(draft, seen, "", LINA),
                        () -> reviewing.recall(draft, seen, "", HUDA)))
                .isEqualTo(1);
        draft = ready();
        int ready = revision();
        // Whoever is first: a draft that was submitted does not change, and one that changed is not submitted.
        assertThat(together(
                        () -> reviewing.submit(draft, ready, "", HUDA), () -> drafting.move(draft, CHILDREN, -1, HUDA)))
                .isEqualTo(1);
    }

    @Test
    void whatWasSubmittedIsKeptEvenIfItsAuthorGoesOnTypingInTheSameSitting() {
        DraftPages.SectionPage section = pages.section(draft, CHILDREN, "", Language.EN);
        int typed = drafting.autosave(
                draft, CHILDREN, section.form().revision(), heading(CHILDREN), new BilingualText("أول", "One"), HUDA);
        approve();
        clock.advance(Duration.ofMinutes(1));
        drafting.autosave(draft, CHILDREN, typed, heading(CHILDREN), new BilingualText("ثانٍ", "Two"), HUDA);

        assertThat(stage()).isEqualTo("writing");
        long approved = revisions
                .of(draft, Optional.of(CHILDREN), Language.EN)
                .entries()
                .getFirst()
                .id();
        drafting.restore(draft, approved, HUDA);
        assertThat(pages.section(draft, CHILDREN, "", Language.EN).form().bodyEn())
                .isEqualTo("One");
    }

    @Test
    void commentsAreDoneWithAndOpenedAgainAndTheirWordsStay() {
        long comment = reviewing.comment(draft, Item.section(RETENTION), "From when on?", SAMI);
        reviewing.comment(draft, null, "Very well.", SAMI);
        reviewing.resolve(draft, comment, HUDA);
        reviewing.resolve(draft, comment, LINA);
        reviewing.reopen(draft, comment, SAMI);
        reviewing.resolve(draft, comment, SAMI);

        assertThat(trail())
                .endsWith(
                        "draft.commented",
                        "draft.commented",
                        "draft.comment-resolved",
                        "draft.comment-reopened",
                        "draft.comment-resolved");
        assertThat(comments.findByIdAndDraftId(comment, draft).orElseThrow().resolvedBy())
                .isEqualTo(SAMI.name());
        assertThatExceptionOfType(NoSuchDraft.class).isThrownBy(() -> reviewing.resolve(ready(), comment, HUDA));
        approve();
        assertThat(stage()).isEqualTo("approved"); // who comments has not edited
        publication.publish(draft, revision(), 0, SAMI);
        assertThatExceptionOfType(DraftClosed.class)
                .isThrownBy(() -> reviewing.comment(draft, null, "Too late.", SAMI));
    }

    @Test
    void nobodyRewritesWhatWasSaidOrDecided() {
        reviewing.comment(draft, null, "From when on?", SAMI);
        approve();
        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        for (String change : List.of(
                "UPDATE draft_comment SET text = 'x'",
                "UPDATE draft_comment SET written_by = 'x'",
                "DELETE FROM draft_comment",
                "TRUNCATE draft_comment",
                "UPDATE draft_review SET decision = 'APPROVED'",
                "DELETE FROM draft_review",
                "TRUNCATE draft_review",
                "UPDATE draft_editor SET name = 'x'",
                "DELETE FROM draft_editor",
                "TRUNCATE draft_editor")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(change)
                    .isThrownBy(() -> superuser.sql(change).update())
                    .withMessageContaining("is refused");
        }
    }

    /** Every way to change something in the draft, short of following another version. */
    private Map<String, Runnable> changes() {
        Map<String, Runnable> changes = new LinkedHashMap<>();
        changes.put("edit", () -> edit("91 days.", HUDA));
        changes.put(
                "autosave",
                () -> drafting.autosave(
                        draft,
                        RETENTION,
                        sectionRevision(RETENTION),
                        HEADING,
                        new BilingualText("92 يومًا.", "92 days."),
                        HUDA));
        changes.put("add", () -> drafting.add(draft, new SectionKey("transfers"), HEADING, HUDA));
        changes.put("remove", () -> drafting.remove(draft, CHILDREN, HUDA));
        changes.put("move", () -> drafting.move(draft, CHILDREN, -1, HUDA));
        changes.put("move to", () -> drafting.moveTo(draft, CHILDREN, 1, HUDA));
        changes.put("decide", () -> decide("Another summary."));
        changes.put("explain", () -> explain("Kept for 90 days."));
        changes.put("restore", () -> drafting.restore(draft, earlierText(), HUDA));
        changes.put("fill", this::fill);
        return changes;
    }

    private void fill() {
        ImportPlan plan = transactions.execute(transaction -> {
            try {
                DraftFile file =
                        DraftFile.read("## Children {#children}\n\nFrom a file.".getBytes(StandardCharsets.UTF_8));
                return ImportPlan.of(pages.find(draft), Map.of(Language.EN, file), ImportPlan.Choices.NONE);
            } catch (UnreadableFile unreadable) {
                throw new IllegalStateException(unreadable);
            }
        });
        drafting.fill(draft, revision(), plan, HUDA);
    }

    private long earlierText() {
        return revisions
                .of(draft, Optional.of(RETENTION), Language.EN)
                .entries()
                .getLast()
                .id();
    }

    private UUID ready() {
        UUID id = drafting.begin(HUDA);
        drafting.edit(id, RETENTION, 0, HEADING, new BilingualText("90 يومًا.", "90 days."), HUDA);
        decide(id, "We name the period.");
        return id;
    }

    private void edit(String en, Actor by) {
        drafting.edit(draft, RETENTION, sectionRevision(RETENTION), HEADING, new BilingualText(en + " نص", en), by);
    }

    private void decide(String summary) {
        decide(draft, summary);
    }

    private void decide(UUID id, String summary) {
        Details details = new Details(
                new BilingualText("سياسة الخصوصية", "Privacy Policy"),
                new BilingualText(summary + " نص", summary),
                true,
                BilingualText.EMPTY,
                LocalDate.of(2027, 1, 1));
        drafting.decide(id, details, pages.page(id, Language.EN).detailsRevision(), HUDA);
    }

    private void explain(String effect) {
        drafting.explain(
                draft,
                Map.of(RETENTION, new BilingualText("تُحفظ 90 يومًا.", effect)),
                page(draft).effectsRevision(),
                HUDA);
    }

    private Draft page(UUID id) {
        return pages.find(id);
    }

    private BilingualText heading(SectionKey key) {
        return pages.section(draft, key, "", Language.EN).form().heading();
    }

    private int sectionRevision(SectionKey key) {
        return pages.section(draft, key, "", Language.EN).form().revision();
    }

    private void submit() {
        reviewing.submit(draft, revision(), "", HUDA);
    }

    private void approve() {
        submit();
        reviewing.approve(draft, revision(), "", SAMI);
    }

    /** How many of them succeed. */
    private static int together(Runnable... attempts) throws InterruptedException {
        List<Callable<Object>> people =
                List.of(attempts).stream().map(Executors::callable).toList();
        int succeeded = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(people.size())) {
            for (Future<Object> attempt : threads.invokeAll(people)) {
                succeeded += attempt.state() == Future.State.SUCCESS ? 1 : 0;
            }
        }
        return succeeded;
    }

    private DraftPages.Page page() {
        return pages.page(draft, Language.EN);
    }

    private String stage() {
        return page().stage();
    }

    private int revision() {
        return page().revision();
    }

    private String path() {
        return "/admin/drafts/" + draft;
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }

    private String details(String action) {
        return jdbc.sql("SELECT details::text FROM audit_entry WHERE action = :action ORDER BY seq DESC LIMIT 1")
                .param("action", action)
                .query(String.class)
                .single();
    }
}
