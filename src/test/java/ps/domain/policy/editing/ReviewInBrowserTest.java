package ps.domain.policy.editing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

@BrowserTest
class ReviewInBrowserTest {

    private static final Actor HUDA = new Actor(UUID.randomUUID(), "Editor one");
    private static final String PASSWORD = "three olive trees";
    private static final SectionKey RETENTION = new SectionKey("data-retention");

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Drafting drafting;

    @Autowired
    private Reviewing reviewing;

    @Autowired
    private DraftPages pages;

    @ParameterizedTest
    @EnumSource
    void aReviewerReadsCommentsAndApprovesByTheKeyboardAlone(Language language, Page page) {
        String draft = "/admin/drafts/" + submitted();
        signIn("approver@example.com", Role.APPROVER, language, page);
        press(page, ".message.info a[href$='/review']");
        assertThat(page.locator("#section-data-retention ins").first()).isVisible();
        look(page);

        press(page, "#section-data-retention details.comment summary");
        page.keyboard().press("Tab");
        assertThat(page.locator("#comment-section-data-retention")).isFocused();
        page.keyboard().type("[x](javascript:x)");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator(".error-summary")).isVisible();
        assertThat(page.locator("#comment-section-data-retention")).hasValue("[x](javascript:x)");
        page.fill("#comment-section-data-retention", "من أي يوم؟ From when on?");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#section-data-retention .said .words")).isVisible();

        page.navigate(draft);
        assertThat(page.locator(".sections .row-actions")).hasCount(0);
        Accessibility.check(page);
        page.navigate(draft + "/sections/data-retention");
        assertThat(page.locator("textarea[readonly]")).hasCount(2);
        assertThat(page.locator(".said-here .words")).isVisible();
        Accessibility.check(page);
        press(page, ".said-here button");
        assertThat(page.locator(".said-here .resolved")).isVisible();

        page.navigate(draft + "/review");
        page.focus("#remark");
        page.keyboard().press("Tab");
        assertThat(page.locator("button[formaction$='/approval']")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".message.success")).isVisible();
        press(page, "#decision details summary");
        look(page);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReturnedIsChangedAndApprovedAndApprovedAgainAfterALaterEdit(
            Language language, Page editor, Page approver) {
        String draft = "/admin/drafts/" + submitted();
        signIn("editor@example.com", Role.EDITOR, language, editor);
        signIn("approver@example.com", Role.APPROVER, language, approver);
        approver.navigate(draft + "/review");
        approver.fill("#remark", "Say from which day.");
        approver.click("form[action$='/return'] .button.secondary");
        assertThat(approver.locator(".message.success")).isVisible();

        editor.navigate(draft + "/review");
        assertThat(editor.locator("main")).containsText("Say from which day.");
        write(
                editor,
                draft,
                "We keep logs for 90 days from the day on which they were made.",
                "نحتفظ بالسجلات 90 يومًا من يوم إنشائها.");
        submit(editor, draft);
        approve(approver, draft);
        approver.navigate(draft + "/publication");
        assertThat(approver.locator("#password")).isVisible();

        editor.navigate(draft + "/sections/data-retention");
        assertThat(editor.locator(".message.warning")).isVisible();
        write(
                editor,
                draft,
                "We keep logs for 60 days from the day on which they were made.",
                "نحتفظ بالسجلات 60 يومًا من يوم إنشائها.");
        approver.navigate(draft + "/publication");
        assertThat(approver.locator("#password")).hasCount(0);
        submit(editor, draft);
        approve(approver, draft);
        approver.navigate(draft + "/publication");
        assertThat(approver.locator("#password")).isVisible();
    }

    private static void write(Page page, String draft, String english, String arabic) {
        page.navigate(draft + "/sections/data-retention");
        page.fill("#body-en", english);
        page.fill("#body-ar", arabic);
        page.click("button[value=draft]");
        assertThat(page).hasURL(Pattern.compile("#data-retention$"));
    }

    private static void submit(Page page, String draft) {
        page.navigate(draft + "/review");
        page.click("form[action$='/submission'] .button");
        assertThat(page.locator(".message.success")).isVisible();
    }

    private static void approve(Page page, String draft) {
        page.navigate(draft + "/review");
        page.click("button[formaction$='/approval']");
        assertThat(page.locator(".message.success")).isVisible();
    }

    /** As somebody does who came there with the tabulator. */
    private static void press(Page page, String selector) {
        page.focus(selector);
        page.keyboard().press("Enter");
    }

    private UUID submitted() {
        UUID draft = drafting.begin(HUDA);
        drafting.edit(
                draft,
                RETENTION,
                0,
                new BilingualText("الاحتفاظ بالبيانات", "Data Retention"),
                new BilingualText(
                        "نحتفظ بسجلات my.domain.ps مدة **90 يومًا**.\n\n- الفواتير\n- السجلات",
                        "We keep the logs of my.domain.ps for **90 days**.\n\n| What | How long |\n|---|---|\n| Logs | 90 days |"),
                HUDA);
        drafting.remove(draft, new SectionKey("children"), HUDA);
        drafting.move(draft, new SectionKey("security"), -1, HUDA);
        Draft.Details details = pages.page(draft, Language.EN).details();
        drafting.decide(
                draft,
                new Draft.Details(
                        new BilingualText(
                                details.title().ar() + " لدينا",
                                "Our " + details.title().en()),
                        new BilingualText("نحدّد المدة.", "We name the period."),
                        true,
                        BilingualText.EMPTY,
                        LocalDate.of(2027, 1, 1)),
                0,
                HUDA);
        drafting.explain(
                draft,
                Map.of(RETENTION, new BilingualText("تُحذف بعد 90 يومًا.", "They are deleted after 90 days.")),
                0,
                HUDA);
        reviewing.comment(draft, null, "Read by our lawyer.", HUDA);
        reviewing.submit(draft, pages.page(draft, Language.EN).revision(), "Please look.", HUDA);
        return draft;
    }

    private void signIn(String email, Role role, Language language, Page page) {
        staff.register(email, "Sami", role, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/sign-in");
        page.fill("[name=email]", email);
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
        assertThat(page).hasURL(Pattern.compile("/admin/drafts"));
        Accessibility.check(page);
    }

    private static void look(Page page) {
        Looking.at(page, 360, 1280);
    }
}
