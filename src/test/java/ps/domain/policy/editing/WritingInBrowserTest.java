package ps.domain.policy.editing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.NavigateOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.text.Language;

/** Writing, as a person does it who reads Arabic, and as one does who reads English. */
@BrowserTest
class WritingInBrowserTest {

    private static final String PASSWORD = "a-password-for-tests";

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @EnumSource
    void whatIsTypedIsSavedByItselfAndShownAsReadersSeeIt(Language language, Page page) {
        String draft = begin(language, page);
        page.navigate(draft + "/sections/children");
        assertThat(page.locator("#sign-in-again")).isHidden();
        Accessibility.check(page);
        page.fill("#body-en", "We ask **nobody** for their age.");
        assertThat(page.locator("#preview-en strong")).hasText("nobody");
        assertThat(page.locator("#save-state[data-kind=good]")).isVisible();
        page.fill("#body-ar", "لا نسأل أحدًا عن عمره على my.domain.ps.");
        assertThat(page.locator("#save-state[data-kind=good]")).isVisible();
        await(() -> saved("body_ar").contains("my.domain.ps"));

        page.navigate(draft + "/sections/children"); // no warning, nothing to lose
        assertThat(page.locator("#body-en")).hasValue("We ask **nobody** for their age.");
        assertThat(page.locator("#body-ar")).hasValue("لا نسأل أحدًا عن عمره على my.domain.ps.");
        Accessibility.check(page);
    }

    @Test
    void whatIsTypedBeforeTheScriptsHaveComeIsSavedAndShownToo(Page page) {
        String draft = begin(Language.EN, page);
        List<Route> held = new CopyOnWriteArrayList<>();
        page.route(Pattern.compile(".*\\.js$"), held::add);
        page.navigate(draft + "/sections/children", new NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.fill("#body-en", "We ask **nobody** for their age.");
        page.waitForCondition(() -> held.size() == 2);
        held.forEach(Route::resume);

        assertThat(page.locator("#preview-en strong")).hasText("nobody");
        assertThat(page.locator("#save-state[data-kind=good]")).isVisible();
        await(() -> saved("body_en").equals("We ask **nobody** for their age."));
    }

    @Test
    void aSectionLooksInThePreviewAsItDoesToReaders(Page page) {
        String draft = begin(Language.EN, page);
        page.navigate(draft + "/sections/security");
        for (Language language : Language.values()) {
            Map<?, ?> preview = look(page.locator("#preview-" + language + " .policy"), "h4");
            Page readers = page.context().newPage();
            readers.navigate("/" + language + "/privacy");
            Map<?, ?> published = look(readers.locator("#security"), "h2");
            readers.close();
            assertThat(preview).isEqualTo(published);
        }
    }

    private static Map<?, ?> look(Locator section, String heading) {
        return (Map<?, ?>) section.evaluate("""
                (section, heading) => {
                  const prose = section.querySelector(".prose");
                  const style = (element, names) => names.map(name => element ? getComputedStyle(element)[name] : null);
                  const measures = ["fontSize", "lineHeight", "fontWeight", "fontFamily"];
                  return {
                    heading: style(section.querySelector(heading), ["fontSize", "fontWeight"]),
                    text: style(prose.querySelector("p"), measures.slice(0, 3)),
                    second: style(prose.children[1], ["marginBlockStart"]),
                    list: style(prose.querySelector("ul"), ["paddingInlineStart"]),
                    html: prose.innerHTML.trim(),
                  };
                }
                """, heading);
    }

    @ParameterizedTest
    @EnumSource
    void whoComesSecondSeesWhoCameFirstAndLosesNothing(Language language, Page page, Browser browser) {
        String draft = begin(language, page);
        page.navigate(draft + "/sections/children");
        try (BrowserContext other = browser.newContext(new NewContextOptions()
                .setBaseURL(page.url().substring(0, page.url().indexOf('/', 8))))) {
            Page sami = other.newPage();
            signIn("two@example.com", "Editor Two", language.other(), sami);
            sami.navigate(draft + "/sections/children");
            sami.fill("#body-en", "Theirs came first.");
            sami.click("button[value=draft]");
            assertThat(sami).hasURL(Pattern.compile("#children$"));
        }

        page.fill("#body-en", "Mine came second.");
        assertThat(page.locator("#save-state[data-kind=bad]")).containsText("Editor Two");
        page.click("button[value=draft]");

        assertThat(page.locator(".message.warning")).containsText("Editor Two");
        assertThat(page.locator(".message.warning time")).isVisible();
        assertThat(page.locator("mark").first()).isVisible();
        Accessibility.check(page);
        // They leave it at that: the text is still there for them.
        page.navigate(draft + "/sections/children");
        assertThat(page.locator("#body-en")).hasValue("Theirs came first.");
        page.click(".message.warning a");
        Accessibility.check(page);
        assertThat(page.locator(".text-box").first()).containsText("Mine came second.");
        page.click("form[action$='/restoration'] .button");
        page.navigate(draft + "/sections/children");
        assertThat(page.locator("#body-en")).hasValue("Mine came second.");
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatEndsWhileSomebodyTypesLosesNothing(Language language, Page page) {
        String draft = begin(language, page);
        page.navigate(draft + "/sections/children");
        endAllSessions();
        page.fill("#body-en", "Typed without a session.");
        assertThat(page.locator("#sign-in-again")).isVisible();
        assertThat(page.locator("#save-state[data-kind=bad]")).isVisible();

        Page door = page.context().waitForPage(() -> page.click("#sign-in-again"));
        enter("one@example.com", door);
        assertThat(door).hasURL(Pattern.compile("/admin/drafts"));
        door.close();
        page.bringToFront();
        page.evaluate("window.dispatchEvent(new Event('focus'))");

        assertThat(page.locator("#save-state[data-kind=good]")).isVisible();
        await(() -> saved("body_en").equals("Typed without a session."));
        Accessibility.check(page);
    }

    @ParameterizedTest
    @EnumSource
    void whoSavesWithoutASessionSendsTheSameAgainAfterSigningIn(Language language, Page page, Browser browser) {
        String draft = begin(language, page);
        try (BrowserContext plain = browser.newContext(new NewContextOptions()
                .setJavaScriptEnabled(false)
                .setBaseURL(page.url().substring(0, page.url().indexOf('/', 8))))) {
            Page simple = plain.newPage();
            signIn("plain@example.com", "Editor Plain", language, simple);
            simple.navigate(draft + "/sections/children");
            String text = "\n\nTyped slowly,\nwith \"quotes\" & <b>signs</b>.\n\n- a list\n";
            simple.fill("#body-en", text);
            endAllSessions();
            simple.click("button[value=draft]");

            assertThat(simple.locator(".message.warning")).isVisible();
            enter("plain@example.com", simple, "a-wrong-password-here");
            assertThat(simple.locator(".error-summary")).isVisible();
            enter("plain@example.com", simple);
            assertThat(simple.locator(".text-box").first()).isVisible();
            simple.click("main form .button");

            assertThat(simple).hasURL(Pattern.compile("#children$"));
            assertThat(saved("body_en")).isEqualTo("Typed slowly,\nwith \"quotes\" & <b>signs</b>.\n\n- a list");
        }
    }

    @Test
    void whatATabKeptIsBackAfterSigningInInTheSameTab(Page page) {
        String draft = begin(Language.EN, page);
        page.onDialog(dialog -> dialog.accept());
        page.navigate(draft + "/sections/children");
        endAllSessions();
        page.fill("#body-en", "Typed without a session.");
        assertThat(page.locator("#sign-in-again")).isVisible();
        page.navigate("/admin/sign-in");
        enter("one@example.com", page);
        page.navigate(draft + "/sections/children");

        assertThat(page.locator("#found")).isVisible();
        assertThat(page.locator("#body-en")).hasValue("Typed without a session.");
        Accessibility.check(page);
        await(() -> saved("body_en").equals("Typed without a session."));
    }

    @Test
    void whatIsTypedAndNotSavedIsAskedForBeforeItIsLeftBehind(Page page) {
        String draft = begin(Language.EN, page);
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.accept();
        });
        page.navigate(draft + "/details");
        page.click("#summary-en");
        page.navigate(draft + "/details");
        assertThat(asked).isEmpty();

        page.click("#summary-en");
        page.keyboard().type("Not saved yet.");
        page.navigate(draft + "/details");
        assertThat(asked).containsExactly("beforeunload");

        page.click("#summary-en");
        page.keyboard().type("Saved.");
        page.keyboard().press("Tab");
        page.click("form.measure-form .button:not(.quiet)");
        assertThat(page.locator("#summary-en")).hasValue("Saved.");
        page.navigate(draft + "/details");
        assertThat(asked).hasSize(1);

        List<Route> held = new CopyOnWriteArrayList<>();
        page.route(Pattern.compile(".*\\.js$"), held::add);
        page.navigate(draft + "/details", new NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.click("#summary-en");
        page.keyboard().type("Typed before the scripts came.");
        page.waitForCondition(() -> held.size() == 2);
        page.unroute(Pattern.compile(".*\\.js$"));
        held.forEach(Route::resume);
        page.waitForLoadState();
        page.navigate(draft + "/details");
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void everythingCanBeDoneByKeyboard(Language language, Page page) {
        String draft = begin(language, page);
        // Add a section: its key follows the English heading.
        page.locator("#heading-en").focus();
        page.keyboard().type("Transfers abroad");
        assertThat(page.locator("#key")).hasValue("transfers-abroad");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("/sections/transfers-abroad$"));
        // Write, format, undo, save; the keys for it come with the script that shows the tools.
        assertThat(page.locator("[data-for=body-en]")).isVisible();
        page.locator("#body-en").focus();
        page.keyboard().type("one");
        page.keyboard().press("Control+a");
        page.keyboard().press("Control+b");
        assertThat(page.locator("#body-en")).hasValue("**one**");
        page.keyboard().press("Control+b");
        assertThat(page.locator("#body-en")).hasValue("one");
        page.keyboard().press("Control+Shift+8");
        assertThat(page.locator("#body-en")).hasValue("- one");
        page.keyboard().press("Control+z");
        assertThat(page.locator("#body-en")).hasValue("one");
        page.keyboard().press("Shift+Tab");
        assertThat(page.locator("[data-for=body-en] [data-tool=bold]")).isFocused();
        page.keyboard().press("End");
        assertThat(page.locator("[data-for=body-en] [data-tool=table]")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Control+s");
        assertThat(page.locator(".message.success")).isVisible();
        // Move it up: the focus stays on the button.
        page.navigate(draft);
        page.locator("#transfers-abroad form:has([value=up]) button").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#transfers-abroad.moved")).isVisible();
        assertThat(page.locator("#transfers-abroad form:has([value=up]) button"))
                .isFocused();
        assertThat(page.locator("#moved")).not().isEmpty();
        assertThat(page.locator(".sections > li").nth(10)).hasId("transfers-abroad");
    }

    @Test
    void sectionsAreDraggedIntoAnotherOrder(Page page) {
        page.setViewportSize(1280, 1800); // both ends of the way are in sight
        begin(Language.AR, page);
        page.locator("#children .grip").dragTo(page.locator("#what-we-collect .headings"));
        assertThat(page.locator("#children.moved")).isVisible();
        assertThat(page.locator(".sections > li").first()).hasId("children");
        page.reload();
        assertThat(page.locator(".sections > li").first()).hasId("children");
    }

    @ParameterizedTest
    @EnumSource
    void aLongDocumentGoesOutAndComesBackUnchanged(Language language, Page page) throws IOException {
        String draft = begin(language, page);
        for (Language side : Language.values()) {
            fill(page, draft, side, new ClassPathResource("editing/long." + side + ".md").getContentAsByteArray());
            Accessibility.check(page);
            if (side == Language.AR) {
                page.check("#others-remove");
                page.click("button[value=look]");
            }
            page.click("button[value=fill]");
            assertThat(page.locator(".message.success")).isVisible();
        }
        Accessibility.check(page);
        List<Map<String, Object>> before = sections();
        assertThat(before).hasSizeGreaterThan(5);

        for (Language side : Language.values()) {
            Download file = page.waitForDownload(() -> page.click("a[href$='draft." + side + ".md']"));
            fill(page, draft, side, Files.readAllBytes(file.path()));
            Looking.waitFor(page);
            assertThat(page.locator("details:has(.badge.material)")).hasCount(0);
            page.click("button[value=fill]");
            assertThat(page).hasURL(Pattern.compile(draft + "$"));
        }

        assertThat(sections()).isEqualTo(before);
    }

    @Test
    void aFileThatCannotBeReadSaysWhy(Page page) {
        String draft = begin(Language.AR, page);
        fill(page, draft, Language.EN, "no heading".getBytes(StandardCharsets.UTF_8));
        assertThat(page.locator(".error-summary")).isVisible();
        Accessibility.check(page);
        fill(
                page,
                draft,
                Language.EN,
                "## Security {#security}\n\nfirst\n[x](javascript:y)".getBytes(StandardCharsets.UTF_8));
        assertThat(page.locator(".error-summary")).containsText("4");
        assertThat(page.locator("button[value=fill]")).isDisabled();
        Accessibility.check(page);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleTranslationIsSeenAndConfirmed(Language language, Page page) {
        String draft = begin(language, page);
        page.navigate(draft + "/sections/children");
        page.fill("#body-en", "Another sentence.");
        page.click("button[value=draft]");
        assertThat(page.locator("#children .badge.stale")).hasCount(1);
        Accessibility.check(page);
        page.navigate(draft + "/sections/children");
        page.click("details.help summary >> nth=0");
        Accessibility.check(page);
        page.navigate(draft);
        page.click(".unfinished li:has(a[href*='sections/children']) form button");
        assertThat(page.locator("#children .badge.stale")).hasCount(0);
        assertThat(page.locator("#children .states")).containsText("Editor One");

        page.click("a[href$='/effects']");
        page.fill("#en-children", "Nothing changes for you.");
        page.click("main form button.button >> nth=-1");
        assertThat(page.locator(".message.success")).isVisible();
        assertThat(page.locator("#children .badge.missing")).hasCount(1);
        Accessibility.check(page);
        page.navigate(draft + "/revisions");
        Accessibility.check(page);
    }

    private String begin(Language language, Page page) {
        signIn("one@example.com", "Editor One", language, page);
        page.click("form[action$='/admin/drafts'] .button");
        assertThat(page.locator(".sections > li")).hasCount(11);
        Looking.waitFor(page); // with the scripts that hear keys and move sections
        return page.url().substring(page.url().indexOf("/admin"));
    }

    private void signIn(String email, String name, Language language, Page page) {
        staff.register(email, name, Role.EDITOR, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/drafts");
        enter(email, page);
        assertThat(page).hasURL(Pattern.compile("/admin/drafts$"));
    }

    private static void enter(String email, Page page) {
        enter(email, page, PASSWORD);
    }

    private static void enter(String email, Page page, String password) {
        page.fill("#email", email);
        page.fill("#password", password);
        page.click("main form .button");
    }

    private void fill(Page page, String draft, Language side, byte[] bytes) {
        page.navigate(draft + "/import");
        page.setInputFiles("#file-" + side, new FilePayload("policy.md", "text/markdown", bytes));
        page.click("main form .button");
    }

    private void endAllSessions() {
        jdbc.sql("DELETE FROM spring_session").update();
    }

    private String saved(String column) {
        return jdbc.sql("SELECT " + column + " FROM draft_section WHERE key = 'children'")
                .query(String.class)
                .single();
    }

    private List<Map<String, Object>> sections() {
        return jdbc.sql(
                        "SELECT position, key, heading_ar, heading_en, body_ar, body_en FROM draft_section ORDER BY position")
                .query()
                .listOfRows();
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await().until(condition::getAsBoolean);
    }
}
