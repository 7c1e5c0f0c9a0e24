package ps.domain.policy.audit;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.Language;

@BrowserTest
class AuditInBrowserTest {

    private static final String PASSWORD = "three olive trees";

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Environment environment;

    @ParameterizedTest
    @EnumSource
    void anAdministratorVerifiesOnATelephoneAndOnAWideScreen(Language language, Page page) {
        SampleVersions samples = new SampleVersions(application);
        samples.withdraw(samples.minor(LocalDate.of(2027, 1, 1)));
        signIn(language, page);
        page.click("nav a[href='/admin/verification']");
        page.click("main form button");
        assertThat(page.locator("[role=status]")).isVisible();
        look(page);

        TestDatabase.of(environment)
                .asSuperuser()
                .sql("SET session_replication_role = replica; " + "UPDATE policy_withdrawal SET reason_en = 'Another.'")
                .update();
        page.click("main form button");
        assertThat(page.locator("[role=alert]")).isVisible();
        look(page);
    }

    @ParameterizedTest
    @EnumSource
    void theTrailIsReadOnATelephoneAndOnAWideScreen(Language language, Page page) {
        new SampleVersions(application).minor(LocalDate.of(2027, 1, 1));
        signIn(language, page);
        page.click("nav a[href='/admin/trail']");
        page.selectOption("#action", "version.published");
        page.click("form.filters button");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.click("tbody summary");
        assertThat(page.locator("tbody dd").last()).isVisible();
        look(page);
    }

    private void signIn(Language language, Page page) {
        staff.register("admin@example.com", "Admin", Role.ADMIN, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/sign-in");
        page.fill("[name=email]", "admin@example.com");
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
    }

    private static void look(Page page) {
        Looking.at(page, 360, 1280);
    }
}
