package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;

import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

/** A text in the wrong language is pointed out wherever somebody may still notice it, and refused nowhere. */
@PolicyTest
class WrongLanguageTest {

    private static final SectionKey CHILDREN = new SectionKey("children");

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Drafting drafting;

    @Autowired
    private ApplicationContext application;

    @ParameterizedTest
    @CsvSource({
        "AR, Taqat Cloud Hosting, true",
        "AR, Taqat Cloud, false",
        "AR, طاقات Taqat Cloud Hosting, false",
        "AR, 1 2 3 4, false",
        "EN, نص, true",
        "EN, A word: نص, false",
        "EN, 2026, false"
    })
    void aTextIsHardlyInALanguageWhoseLettersItLacks(Language language, String text, boolean hardly) {
        assertThat(language.isHardlyThatOf(text)).isEqualTo(hardly);
    }

    @Test
    void itIsPointedOutOnEveryPageOnTheWayToPublication() {
        SampleDraft draft = new SampleDraft(application);
        StaffBrowser approver = StaffBrowser.of(staff, Role.APPROVER, "a-password-for-tests", port);
        List<String> pages =
                List.of(draft.path("").replaceFirst("/$", ""), draft.path("review"), draft.path("publication"));
        draft.decide(false, LocalDate.of(2027, 1, 1));
        for (String path : pages) {
            assertThat(page(approver.get(path)).select("#doubts")).as(path).isEmpty();
        }

        drafting.edit(
                draft.id(),
                CHILDREN,
                1,
                new BilingualText("The privacy of children", "الأطفال"),
                new BilingualText("A **wholly** new text.", "نص **جديد** تمامًا."),
                SampleDraft.AUTHOR);
        drafting.decide(
                draft.id(),
                new Draft.Details(
                        new BilingualText("Our new Privacy Policy", "Our Privacy Policy"),
                        new BilingualText("We changed one sentence.", "We changed one sentence."),
                        false,
                        new BilingualText("A typo was mended.", "A typo."),
                        LocalDate.of(2027, 1, 1)),
                draft.page().detailsRevision(),
                SampleDraft.AUTHOR);
        draft.approve();

        for (String path : pages) {
            Document shown = page(approver.get(path));
            assertThat(shown.select("#doubts a").eachAttr("href"))
                    .as(path)
                    .containsExactly(
                            draft.path("details#title-ar"),
                            draft.path("details#summary-ar"),
                            draft.path("sections/children#heading-ar"),
                            draft.path("sections/children#body-ar"),
                            draft.path("sections/children#heading-en"),
                            draft.path("sections/children#body-en"),
                            draft.path("details#reason-ar"));
        }
        assertThat(page(approver.get(draft.path("sections/children")))
                        .select("#doubts a")
                        .eachText())
                .hasSize(4)
                .allMatch(text -> text.contains("letter"));
        assertThat(page(approver.get(pages.getLast())).select("form input[name=revision]"))
                .isNotEmpty();
    }
}
