package ps.domain.policy.staff;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

@BrowserTest
class PasskeysInBrowserTest extends GuardedApplication {

    private static final String EMAIL = "admin@example.com";

    private static final String PASSWORD = "three olive trees";

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @ParameterizedTest
    @EnumSource
    void anAdministratorSetsUpAPasskeyBeforeAnythingElseAndComesInWithItFromThenOn(Language language, Page page) {
        staff.register(EMAIL, "Amal", Role.ADMIN, language, PASSWORD, Actor.APPLICATION);
        Telephone telephone = new Telephone(page);

        withPassword(page);
        assertThat(page).hasURL(ADDRESS + "/admin/me/second-factor");
        look(page);
        page.navigate("/admin/drafts");
        assertThat(page).hasURL(ADDRESS + "/admin/me/second-factor?to=%2Fadmin%2Fdrafts");
        page.click("button[value=passkey]");
        look(page);
        page.fill("#name", "هاتف Amal");
        page.click("form[data-passkey] button");
        assertThat(page.locator(".codes li")).hasCount(10);
        look(page);
        page.click("main .actions a");
        assertThat(page).hasURL(ADDRESS + "/admin/drafts");

        signOut(page);
        withPassword(page);
        assertThat(page).hasURL(ADDRESS + "/admin/sign-in/second");
        look(page);
        telephone.is("the wrong person");
        page.click("form[data-passkey] button");
        assertThat(page.locator("form[data-passkey] .error")).isVisible();
        telephone.is("its owner");
        page.click("form[data-passkey] button");
        assertThat(page).hasURL(ADDRESS + "/admin/drafts");

        signOut(page);
        page.navigate("/admin/sign-in?to=/admin/staff");
        look(page);
        page.click("form[data-passkey] button");
        assertThat(page).hasURL(ADDRESS + "/admin/staff");

        page.navigate("/admin/me/second-factor");
        assertThat(page.locator("bdi:text('هاتف Amal')")).isVisible();
        look(page);
        page.fill("#password", PASSWORD);
        page.click("button[value=app]");
        assertThat(page.locator("svg.qr")).isVisible();
        look(page);
        page.fill("#code", new AuthenticatorApp(page.locator(".secret").innerText(), clock).code());
        page.click("main form button");
        assertThat(page.locator("[role=status]")).isVisible();
        assertThat(trail()).containsSubsequence("staff.passkey-added", "staff.signed-in", "staff.authenticator-added");
    }

    @ParameterizedTest
    @EnumSource(names = "EN")
    void theLastFactorOfAnAdministratorStaysAndARemovedPasskeyIsWorthNothing(Language language, Page page) {
        staff.register(EMAIL, "Amal", Role.ADMIN, language, PASSWORD, Actor.APPLICATION);
        new Telephone(page);
        withPassword(page);
        page.click("button[value=passkey]");
        page.click("form[data-passkey] button");
        page.click("main .actions a");
        String key = jdbc.sql("SELECT credential_id FROM user_credentials")
                .query(String.class)
                .single();

        page.navigate("/admin/me/second-factor");
        page.fill("#password", PASSWORD);
        page.click("button[value='" + key + "']");
        assertThat(page.locator(".error-summary")).containsText("Your role needs a second factor");

        jdbc.sql("DELETE FROM user_credentials").update();
        signOut(page);
        page.click("form[data-passkey] button");
        assertThat(page.locator(".error-summary")).containsText("The passkey was not accepted");
        withPassword(page);
        assertThat(page).hasURL(ADDRESS + "/admin/me/second-factor");
    }

    private static void withPassword(Page page) {
        page.navigate("/admin/sign-in");
        page.fill("[name=email]", EMAIL);
        page.fill("[name=password]", PASSWORD);
        page.click("main form:has([name=password]) button");
    }

    private static void signOut(Page page) {
        page.click("form[action='/admin/sign-out'] button");
        assertThat(page.locator("[role=status]")).isVisible();
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }

    private static void look(Page page) {
        Looking.at(page, 360, 1280);
    }
}
