package ps.domain.policy.staff;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.OidcProvider.Manner;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Withdrawing a version without a password: to the provider and back, and whatever can go wrong on the way. */
@BrowserTest
class ConfirmationInBrowserTest extends GuardedApplication {

    private static final String HUDA = "huda@example.com";

    private static final String ARABIC = "وجدنا خطأً في القسم الثالث،\r\nوسنصحّحه.";

    private static final String ENGLISH = "There is a mistake in \"section three\" & we mend it.";

    private static final String PAGE = ADDRESS + "/admin/me/confirmation";

    private static final Pattern PROVIDER = Pattern.compile("http://localhost:" + PROVIDER_PORT + "/login.*");

    private static OidcProvider provider;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @BeforeAll
    static void theProviderRuns() {
        provider = OidcProvider.start(PROVIDER_PORT, ADDRESS + "/admin/sign-in/oidc/callback/company");
    }

    @AfterAll
    static void theProviderRunsNoMore() {
        provider.close();
    }

    @BeforeEach
    void aVersionIsToCome() {
        provider.behaves(Manner.PROPER, clock);
        new SampleVersions(application).material(LocalDate.of(2026, 12, 20));
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNoPasswordWithdrawsAVersionAfterSigningInOnceMore(Language language, Page page) {
        staff.register(HUDA, "Huda Khalil", Role.APPROVER, language, null, Actor.APPLICATION);
        page.navigate("/admin/versions/2/withdrawal");
        page.click(".other-way a");
        signIn(HUDA, page);
        assertThat(page).hasURL(ADDRESS + "/admin/versions/2/withdrawal");
        look(page);

        page.fill("#reason-ar", ARABIC);
        page.fill("#reason-en", ENGLISH);
        page.click("button[value=withdraw]");
        assertThat(page).hasURL(PAGE);
        assertThat(page.locator("#form-title")).containsText("2");
        look(page);

        page.click("main .actions a");
        signIn("somebody@example.com", page);
        assertThat(page).hasURL(PAGE);
        assertThat(page.locator(".error-summary")).isVisible();
        look(page);

        page.click("main .actions a");
        // The provider does not go by who signed in there a moment ago.
        signIn(HUDA, page);
        assertThat(page).hasURL(PAGE);
        assertThat(page.locator("[role=status]")).isVisible();
        assertThat(page.locator(".text-box").getByText(ENGLISH)).isVisible();
        look(page);
        page.click("header form[action='/admin/language'] button");
        assertThat(page.locator(".text-box").getByText(ENGLISH)).isVisible();

        page.click("main form:has(textarea) button");
        assertThat(page).hasURL(ADDRESS + "/admin/versions/2/withdrawal");
        assertThat(withdrawals()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = "AR")
    void aPasskeyConfirmsToo(Language language, Page page) {
        staff.register(HUDA, "Huda Khalil", Role.ADMIN, language, null, Actor.APPLICATION);
        Telephone telephone = new Telephone(page);
        page.navigate("/admin/me/second-factor");
        page.click(".other-way a");
        signIn(HUDA, page);
        page.click("button[value=passkey]");
        assertThat(page.locator("form[data-passkey]")).hasCount(0);
        page.click("main .actions a");
        signIn(HUDA, page);
        page.click("main form:has(textarea) button");
        page.click("form[data-passkey] button");
        page.click("main .actions a");

        page.navigate("/admin/versions/2/withdrawal");
        page.fill("#reason-ar", ARABIC);
        page.fill("#reason-en", ENGLISH);
        page.click("button[value=withdraw]");
        assertThat(page.locator("form[data-passkey]")).isVisible();
        look(page);
        telephone.is("the wrong person");
        page.click("form[data-passkey] button");
        assertThat(page.locator("form[data-passkey] .error")).isVisible();
        assertThat(page.locator("main form:has(textarea)")).hasCount(0);
        telephone.is("its owner");
        page.click("form[data-passkey] button");
        assertThat(page.locator("[role=status]")).isVisible();
        page.click("main form:has(textarea) button");
        assertThat(page).hasURL(ADDRESS + "/admin/versions/2/withdrawal");
        assertThat(withdrawals()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aFormSentAfterTheSessionHadEndedIsBackAfterTheProvider(Language language, Page page) {
        staff.register(HUDA, "Huda Khalil", Role.ADMIN, language, null, Actor.APPLICATION);
        page.navigate("/admin/staff/new");
        page.click(".other-way a");
        signIn(HUDA, page);
        page.fill("#name", "Rana, who is to write about hosting");
        jdbc.sql("DELETE FROM spring_session").update();
        page.click("main form .button:not(.quiet)");

        assertThat(page.locator(".message.warning")).isVisible();
        look(page);
        page.click(".other-way a");
        // The provider's session still runs, and this is no confirmation.
        assertThat(page).hasURL(ADDRESS + "/admin/kept-form");
        look(page);
        page.click("main form:has(textarea) button");
        assertThat(page).hasURL(ADDRESS + "/admin/staff/new");
        assertThat(page.locator("#name")).hasValue("Rana, who is to write about hosting");
    }

    private int withdrawals() {
        return jdbc.sql("SELECT count(*) FROM policy_withdrawal")
                .query(Integer.class)
                .single();
    }

    private static void signIn(String who, Page page) {
        assertThat(page).hasURL(PROVIDER);
        page.fill("[name=username]", who);
        page.fill("[name=password]", OidcProvider.PASSWORD);
        page.click("button");
    }

    private static void look(Page page) {
        Looking.at(page, 360, 1280);
    }
}
