package ps.domain.policy.notices;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.time.Duration;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

/** What account holders check and staff write, in a browser, in both languages, light and dark. */
@BrowserTest
class TellingInBrowserTest {

    private static final String PASSWORD = "a-password-for-tests";

    @Autowired
    private Notices notices;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @ParameterizedTest
    @EnumSource
    void somebodyChecksAnEmailByTheReferenceInIt(Language language, Page page) {
        holder();
        Version version = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        transactions.executeWithoutResult(transaction -> notices.announce(version, Actor.APPLICATION));
        clock.advance(Duration.ofMinutes(11));
        String reference = notices.all().getFirst().reference();

        page.navigate("/" + language + "/privacy");
        page.click(".site-footer a[href$='/notice']");
        look(page);
        page.fill("#reference", "PP2 0000 0000 0000");
        page.click("form.ask button");
        assertThat(page).hasURL(Pattern.compile("/" + language + "/notice/PP2-0000-0000-0000$"));
        assertThat(page.locator("[role=alert]")).isVisible();
        look(page);
        page.fill("#reference", reference.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
        page.click("form.ask button");

        assertThat(page).hasURL(Pattern.compile("/" + language + "/notice/" + reference + "$"));
        assertThat(page.locator(".letter")).hasCount(2);
        look(page);
        page.click(".site-switch");
        assertThat(page).hasURL(Pattern.compile("/" + language.other() + "/notice/" + reference + "$"));
    }

    @Test
    void aBreachNoticeIsWrittenAndLookedAt(Page page) {
        holder();
        staff.register("editor@example.com", "Editor", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/sign-in");
        page.fill("#email", "editor@example.com");
        page.fill("#password", PASSWORD);
        page.click("main button");
        page.navigate("/admin/notices");
        look(page);
        page.click("form[action$=breaches] button");
        page.fill("#subject-en", "A breach");
        page.fill("#subject-ar", "خرق");
        page.fill("#clients", "1 2");
        page.click("form[enctype] .part > .button, form[enctype] .actions.part .button");

        page.waitForSelector("[role=status]");
        assertThat(page.textContent(".message.warning")).contains("(1): 2");
        look(page);
    }

    /** Both texts take longer to write than a session lasts in which nobody asks for anything. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBreachNoticeThatTookLongerThanTheSessionIsNotLost(boolean withFile, Page page) {
        holder();
        staff.register("editor@example.com", "Editor", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        signIn(page, "/admin/sign-in");
        page.navigate("/admin/notices");
        page.click("form[action$=breaches] button");
        String draft = page.url();
        page.fill("#subject-en", "A breach of customer data");
        page.fill("#subject-ar", "خرق لبيانات الزبائن");
        page.fill("#body-en", "What happened\n\nSomebody read a backup.");
        page.fill("#clients", "1");
        if (withFile) {
            page.setInputFiles("#file", new FilePayload("ids.csv", "text/csv", new byte[] {'1'}));
        }
        jdbc.sql("DELETE FROM spring_session").update();

        page.click("form[enctype] .actions.part .button");
        signIn(page, "");

        assertThat(page.url()).endsWith("/admin/kept-form");
        assertThat(page.locator(".message.warning").count()).isEqualTo(withFile ? 1 : 0);
        look(page);
        page.click("form[action*=breaches] button");
        page.waitForSelector("[role=status]");
        assertThat(page.url()).isEqualTo(draft);
        assertThat(page.inputValue("#subject-ar")).isEqualTo("خرق لبيانات الزبائن");
        assertThat(page.inputValue("#body-en")).isEqualTo("What happened\n\nSomebody read a backup.");
        assertThat(page.inputValue("#clients")).isEqualTo("1");
    }

    @Test
    void aButtonThatWasPressedAfterTheSessionShowsNothingThatWasTyped(Page page) {
        staff.register("editor@example.com", "Editor", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        signIn(page, "/admin/sign-in");
        page.navigate("/admin/notices");
        jdbc.sql("DELETE FROM spring_session").update();

        page.click("form[action$=breaches] button");
        signIn(page, "");

        assertThat(page.url()).endsWith("/admin/kept-form");
        assertThat(page.locator("#form-title").count()).isZero();
        page.click("form[action$=breaches] button");
        page.waitForSelector("#subject-en");
    }

    private static void signIn(Page page, String path) {
        if (!path.isEmpty()) {
            page.navigate(path);
        }
        page.fill("#email", "editor@example.com");
        page.fill("#password", PASSWORD);
        page.click("main button");
    }

    private void holder() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample', '', 'one@example.com', 'one@example.com', 'en', 'ACTIVE', now())
                """).update();
    }

    private static void look(Page page) {
        Looking.at(page, 320, 1280);
    }
}
