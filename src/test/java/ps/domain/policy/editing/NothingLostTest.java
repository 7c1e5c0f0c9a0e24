package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

@PolicyTest
class NothingLostTest {

    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Editor one");
    private static final Actor SAMI = new Actor(UUID.randomUUID(), "Editor two");
    private static final SectionKey CHILDREN = new SectionKey("children");
    private static final BilingualText HEADING = new BilingualText("الأطفال", "Children");

    @Autowired
    private Drafting drafting;

    @Autowired
    private DraftPages pages;

    @Autowired
    private RevisionPages revisions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private TestClock clock;

    private UUID draft;

    @BeforeEach
    void beginADraft() {
        draft = drafting.begin(HUDA);
    }

    @Test
    void everyTextThatASaveReplacesIsKeptWithItsAuthorAndCanBePutBack() {
        String before = body();
        edit(0, "One.", HUDA);
        clock.advance(Duration.ofMinutes(5));
        edit(1, "Two.", SAMI);

        assertThat(entries()).extracting(RevisionPages.Entry::madeBy).containsExactly("Editor one", "Editor one");
        assertThat(entries()).extracting(RevisionPages.Entry::cause).containsOnly("EDITED");

        drafting.restore(draft, entries().getLast().id(), SAMI);

        assertThat(body()).isEqualTo(before);
        assertThat(entries()).extracting(RevisionPages.Entry::cause).containsExactly("RESTORED", "EDITED", "EDITED");
    }

    @Test
    void theTextOfWhoComesSecondIsKeptEvenIfTheyCloseThePage() {
        edit(0, "Theirs.", SAMI);

        assertThatExceptionOfType(EditedMeanwhile.class).isThrownBy(() -> edit(0, "Mine.", HUDA));
        assertThatExceptionOfType(EditedMeanwhile.class).isThrownBy(() -> edit(0, "Mine.", HUDA));

        assertThat(body()).isEqualTo("Theirs.");
        assertThat(entries())
                .filteredOn(entry -> entry.cause().equals("NOT_TAKEN"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.madeBy()).isEqualTo("Editor one");
                    drafting.restore(draft, entry.id(), HUDA);
                });
        assertThat(body()).isEqualTo("Mine.");
    }

    @Test
    void whatIsSavedTooLateForASectionOrADraftIsKept() {
        drafting.remove(draft, CHILDREN, SAMI);
        assertThatExceptionOfType(SectionGone.class).isThrownBy(() -> edit(0, "Too late.", HUDA));
        drafting.discard(draft, SAMI);
        assertThatExceptionOfType(DraftClosed.class).isThrownBy(() -> edit(0, "Later still.", HUDA));

        assertThat(entries())
                .extracting(RevisionPages.Entry::cause)
                .containsExactly("NOT_TAKEN", "NOT_TAKEN", "REMOVED");
    }

    @Test
    void aSectionThatWasTakenOutComesBackToItsPlace() {
        List<String> keys = keys();
        String body = body();
        drafting.remove(draft, CHILDREN, HUDA);
        assertThat(page().removed()).extracting(DraftPages.Removed::key).containsExactly("children");

        drafting.restore(draft, page().removed().getFirst().revision(), SAMI);

        assertThat(keys()).isEqualTo(keys);
        assertThat(body()).isEqualTo(body);
        assertThat(page().removed()).isEmpty();
    }

    @Test
    void ofOneSittingOfAutosavesOnlyHowItBeganAndEndedIsKept() {
        int revision = 0;
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(10));
            revision = autosave(revision, "Typing " + i, HUDA);
        }
        assertThat(entries()).hasSize(1);

        edit(revision, "Typing 19", HUDA); // saved by hand: this one counts
        revision = autosave(revision, "And on.", HUDA);
        assertThat(entries()).hasSize(2);

        autosave(revision, "Somebody else.", SAMI);
        assertThat(entries()).hasSize(3);
        assertThat(trail("draft.section-edited")).isEqualTo(3);
    }

    @Test
    void aLongSittingIsKeptEveryTenMinutes() {
        int revision = 0;
        for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofMinutes(1));
            revision = autosave(revision, "Typing " + i, HUDA);
        }
        assertThat(entries()).hasSize(4);
    }

    @Test
    void nobodyCanChangeWhatIsKept() {
        edit(0, "One.", HUDA);
        JdbcClient superuser = TestDatabase.of(environment).asSuperuser();

        for (String change : List.of(
                "UPDATE draft_revision SET body_en = ''", "DELETE FROM draft_revision", "TRUNCATE draft_revision")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> superuser.sql(change).update())
                    .withMessageContaining("is refused");
        }
    }

    @Test
    void titleAndSummaryAreKeptAsWell() {
        decide("A", "Summary one.", 0, HUDA);
        decide("B", "Summary two.", 1, HUDA);
        assertThatExceptionOfType(EditedMeanwhile.class).isThrownBy(() -> decide("C", "Summary two.", 1, SAMI));

        assertThat(revisions.of(draft, Optional.empty(), Language.EN).entries())
                .extracting(RevisionPages.Entry::name, RevisionPages.Entry::cause)
                .containsExactly(
                        tuple("Title of the document", "NOT_TAKEN"),
                        tuple("Summary of changes", "EDITED"),
                        tuple("Title of the document", "EDITED"),
                        tuple("Title of the document", "EDITED"));
    }

    private void decide(String title, String summary, int seen, Actor by) {
        drafting.decide(
                draft,
                new Draft.Details(
                        new BilingualText("عنوان", title),
                        new BilingualText("ملخّص", summary),
                        true,
                        BilingualText.EMPTY,
                        null),
                seen,
                by);
    }

    private void edit(int seen, String en, Actor by) {
        drafting.edit(draft, CHILDREN, seen, HEADING, new BilingualText("نص", en), by);
    }

    private int autosave(int seen, String en, Actor by) {
        return drafting.autosave(draft, CHILDREN, seen, HEADING, new BilingualText("نص", en), by);
    }

    private List<RevisionPages.Entry> entries() {
        return revisions.of(draft, Optional.of(CHILDREN), Language.EN).entries();
    }

    private DraftPages.Page page() {
        return pages.page(draft, Language.EN);
    }

    private List<String> keys() {
        return page().sections().stream().map(DraftPages.SectionEntry::key).toList();
    }

    private String body() {
        return pages.section(draft, CHILDREN, HUDA.name(), Language.EN)
                .form()
                .body()
                .en();
    }

    private long trail(String action) {
        return jdbc.sql("SELECT count(*) FROM audit_entry WHERE action = :action")
                .param("action", action)
                .query(Long.class)
                .single();
    }
}
