package ps.domain.policy.notices;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** An administrator erases somebody, and answers what was sent to that person afterwards. */
@BrowserTest
class ErasureInBrowserTest {

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
    void somebodyIsErasedAndStillAnswered(Language language, Page page) throws Exception {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (4711, 'Sample Person', 'Sample Company', 'one@example.com', 'one@example.com', 'en', 'ACTIVE', now())
                """).update();
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        staff.register("admin@example.com", "Admin", Role.ADMIN, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/sign-in");
        page.fill("#email", "admin@example.com");
        page.fill("#password", PASSWORD);
        page.click("main button");
        page.navigate("/admin/account-holders/4711");
        look(page);
        page.click("a[href$='/4711/erasure']");
        assertThat(page.locator("[role=alert] li")).hasCount(2);
        look(page);
        assertThat(page.locator("#password")).hasCount(0);

        try (ScriptedRelay relay = new ScriptedRelay()) {
            clock.advance(Duration.ofMinutes(10));
            Postman.sendingTo(relay.port(), application).goRound();
        }
        jdbc.sql("UPDATE account_holder SET status = 'CLOSED'").update();
        page.navigate("/admin/account-holders/4711/erasure");
        look(page);
        page.fill("#password", PASSWORD);
        page.click("button.danger");

        assertThat(page.locator(".message.success")).hasCount(1);
        assertThat(page.locator("article")).hasCount(1);
        look(page);
        assertThat(page.textContent("main")).doesNotContain("one@example.com", "Sample Person");
        for (String withPseudonym :
                List.of("/admin/notices/" + notices.all().getFirst().id(), "/admin/trail")) {
            page.navigate(withPseudonym);
            look(page);
        }
        page.navigate("/admin/account-holders?q=one@example.com");
        page.click("a[href*='/kept?']");
        assertThat(page.locator("article")).hasCount(1);
    }

    private static void look(Page page) {
        Looking.at(page, 320, 1280);
    }
}
