package ps.domain.policy.notices;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.SampleBounces;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Staff watch a notice on its page: it is held, it goes ahead, it pauses, it goes on, and some are attempted again. */
@BrowserTest
class NoticeInBrowserTest {

    private static final String PASSWORD = "three olive trees";

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Autowired
    private MessageSource messages;

    private ScriptedRelay relay;

    @BeforeEach
    void startRelay() throws IOException {
        relay = new ScriptedRelay();
    }

    @AfterEach
    void stopRelay() throws IOException {
        relay.close();
    }

    @ParameterizedTest
    @EnumSource
    void aNoticeThatIsRefusedPausesBeforeTheirEyesAndGoesOnAsTheySay(Language language, Page page) throws IOException {
        announce();
        Notice notice = notices.all().getFirst();
        Postman postman = Postman.sendingTo(relay.port(), application);
        relay.answers("RCPT", "550 5.1.1 Unknown");
        signIn(language, page);
        page.navigate("/admin/notices/" + notice.id());
        assertThat(page.locator("#notice-actions .danger")).hasText(text("notices.cancel", language));
        look(page);
        // Its rows are many: what comes after them is found without going past them.
        for (Locator link : page.locator(".jumps a").all()) {
            link.click();
            assertThat(page.locator(link.getAttribute("href"))).isInViewport();
        }
        assertThat(page.locator(".jumps a")).hasCount(5);

        Locator whenListed = page.locator("[aria-labelledby=deliveries-title] .part-header .muted");
        String listed = whenListed.innerText();
        assertThat(page.locator("#progress .part-header .muted")).containsText(listed);

        clock.advance(Duration.ofMinutes(10));
        assertThat(page.locator("#progress")).hasAttribute("data-phase", "canary");
        assertThat(page.locator("#progress .part-header .muted")).not().containsText(listed);
        assertThat(whenListed).hasText(listed);
        assertThat(page.locator("#notice-actions .danger")).hasText(text("notices.stop", language));
        postman.goRound();
        assertThat(page.locator("#progress")).hasAttribute("data-phase", "paused");
        assertThat(page.locator("#progress .message"))
                .containsText(text("notices.trouble.canary-refused", language, 6, 6));
        assertThat(page.locator("#progress tbody tr")).containsText(new String[] {"550 5.1.1"});
        look(page);

        relay.isFriendly();
        page.click("#notice-actions a[href$=resumption]");
        page.fill("[name=password]", "another olive tree");
        page.click("form[action$=resumption] button");
        assertThat(page.locator("[role=alert]")).isVisible();
        look(page);
        page.fill("[name=password]", PASSWORD);
        page.click("form[action$=resumption] button");
        assertThat(page.locator("#progress")).not().hasAttribute("data-phase", "paused");
        // One for the others who go ahead, one for the rest, and one for the mail that tells the approver of the pause.
        postman.goRound();
        postman.goRound();
        postman.goRound();
        assertThat(page.locator("#progress")).hasAttribute("data-phase", "finished");

        page.selectOption("#state", "REFUSED");
        page.selectOption("#code", "550 5.1.1");
        page.click("form[method=get] button");
        assertThat(page.locator("[aria-labelledby=deliveries-title] tbody tr")).hasCount(6);
        look(page);
        Download file = page.waitForDownload(() -> page.click("a[href*='deliveries.csv']"));
        assertThat(Files.readAllLines(file.path()))
                .hasSize(7)
                .anySatisfy(line -> assertThat(line)
                        .matches("sample\\d+@example\\.com,en,REFUSED,1,2026-.*,550,5\\.1\\.1,5\\.1\\.1 Unknown,.*"));
        page.click("#retry a");
        page.fill("#reason", "They exist now");
        page.fill("[name=password]", PASSWORD);
        page.click("form[action*=retry] button");
        assertThat(page.locator("[role=status]")).containsText("6");
        postman.goRound();
        assertThat(page.locator("#progress")).hasAttribute("data-phase", "finished");

        assertThat(relay.recipients())
                .hasSize(61)
                .contains("approver@example.com")
                .doesNotHaveDuplicates();
        assertThat(jdbc.sql("SELECT action || ' ' || (details ->> 'reason') FROM audit_entry"
                                + " WHERE action IN ('notice.paused', 'notice.retried') ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly("notice.paused ", "notice.retried They exist now");

        comesBack("arabic", delivery("sample1@example.com"), "sample1@example.com");
        comesBack("complaint", delivery("sample2@example.com"), "sample2@example.com");
        comesBack("exim", UUID.randomUUID(), "somebody@example.com");
        page.navigate("/admin/bounces?all=true");
        assertThat(page.locator("tbody tr")).hasCount(3);
        look(page);
        page.click(".page-header a");
        assertThat(page.locator("tbody")).containsText(text("notices.bounces.unknown", language));
        look(page);
    }

    private UUID delivery(String address) {
        return jdbc.sql("SELECT id FROM delivery WHERE address = :address")
                .param("address", address)
                .query(UUID.class)
                .single();
    }

    private void comesBack(String sample, UUID delivery, String address) {
        Postman.returns(application, SampleBounces.of(sample, delivery, "bounces@domain.ps", address));
    }

    private String text(String key, Language language, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.forLanguageTag(language.tag()));
    }

    private void announce() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT n, 'Sample', '', 'sample' || n || '@example.com', 'sample' || n || '@example.com', 'en', 'ACTIVE', now()
                FROM generate_series(1, 60) AS n
                """).update();
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
    }

    private void signIn(Language language, Page page) {
        staff.register("approver@example.com", "Approver", Role.APPROVER, language, PASSWORD, Actor.APPLICATION);
        page.navigate("/admin/sign-in");
        page.fill("[name=email]", "approver@example.com");
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
    }

    private static void look(Page page) {
        Looking.at(page, 360, 1280);
    }
}
