package ps.domain.policy.notices;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

/** An approver postpones a version that somebody was told of, and then withdraws it. */
@BrowserTest
class CorrectionInBrowserTest {

    private static final String PASSWORD = "three olive trees";

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private Corrections corrections;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @EnumSource
    void aVersionIsPostponedAndThenWithdrawn(Language language, Page page) {
        announce();
        signIn(language, page);

        page.click("a[href='/admin/versions/2/postponement']");
        page.fill("#to", "2027-02-01");
        page.click("button[value=preview]");
        assertThat(page.locator("iframe")).hasCount(2);
        assertThat(page.frameLocator("iframe >> nth=0").locator("h1").first()).isVisible();
        page.fill("#password", PASSWORD);
        page.click("button[value=postpone]");
        assertThat(page.locator(".error-summary li")).hasCount(2);
        look(page);
        reasons(page);
        page.fill("#password", PASSWORD);
        page.click("button[value=postpone]");
        assertThat(page.locator("[role=status]")).isVisible();
        corrections.settle();
        page.navigate("/admin/versions/2/postponement");
        assertThat(page.locator("a[href^='/admin/notices/']")).hasCount(2);
        look(page);

        page.navigate("/admin/versions/2/withdrawal");
        reasons(page);
        page.click("button[value=preview]");
        assertThat(page.frameLocator("iframe >> nth=1").locator("h1").first()).isVisible();
        page.fill("#password", PASSWORD);
        page.click("button[value=withdraw]");
        assertThat(page.locator("[role=status]")).isVisible();
        corrections.settle();
        page.navigate("/admin/versions/2/withdrawal");
        look(page);
        page.click("a[href^='/admin/notices/']");
        assertThat(page.locator("iframe")).hasCount(2);
        look(page);
        page.click("a[href='/admin/notices']");
        assertThat(page.locator("tbody tr")).hasCount(4);
        look(page);
    }

    /** Told to one, and not yet to the other. */
    private void announce() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now()),
                       (2, 'Sample', '', 'two@example.com', 'two@example.com', 'en', 'ACTIVE', now())
                """).update();
        transactions.executeWithoutResult(transaction -> {
            Version version = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
            notices.announce(version, Actor.APPLICATION);
        });
        jdbc.sql("UPDATE delivery SET state = 'ACCEPTED', next_attempt_at = NULL WHERE address = 'one@example.com'")
                .update();
        jdbc.sql("""
                INSERT INTO mailing_count (mailing_id, shard, counted, deliveries)
                SELECT id, 1, change.state, change.by FROM mailing, (VALUES ('ACCEPTED', 1), ('QUEUED', -1)) change(state, by)
                """).update();
    }

    private void signIn(Language language, Page page) {
        staff.register("approver@example.com", "Approver", Role.APPROVER, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/sign-in");
        page.fill("[name=email]", "approver@example.com");
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
    }

    private static void reasons(Page page) {
        page.fill("#reason-ar", "وجدنا خطأً في الترجمة.");
        page.fill("#reason-en", "We found a mistake in the translation.");
    }

    private static void look(Page page) {
        Looking.at(page, 360, 1280);
    }
}
