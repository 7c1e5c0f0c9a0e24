package ps.domain.policy.accounts.whmcs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.text.Language;

/** What staff see and do of WHMCS. */
@BrowserTest
class WhmcsInBrowserTest {

    private static final SampleWhmcs WHMCS = new SampleWhmcs();
    private static final String PASSWORD = "a-password-for-tests";

    @Autowired
    private StaffRegistration staff;

    @DynamicPropertySource
    static void whmcs(DynamicPropertyRegistry properties) {
        properties.add("policy.whmcs.url", WHMCS::url);
        properties.add("policy.whmcs.identifier", () -> "sample-identifier");
        properties.add("policy.whmcs.secret", () -> SampleWhmcs.SECRET);
        properties.add("policy.whmcs.rate", () -> "20");
        properties.add("policy.whmcs.retry-delay", () -> "1ms");
    }

    @BeforeEach
    void anEditorWorksHere() {
        WHMCS.fresh();
        staff.register("editor@example.com", "Sample Editor", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
    }

    @AfterAll
    static void stop() {
        WHMCS.close();
    }

    @Test
    void anEditorComparesWithWhmcsSeesItGoOnAndDecidesWhatWouldCloseMany(Page page) {
        LongStream.rangeClosed(1, 40).forEach(WHMCS::put);
        page.navigate("/admin/sign-in?language=en&to=/admin/account-holders");
        page.fill("[name=email]", "editor@example.com");
        page.fill("[name=password]", PASSWORD);
        page.click("main button");
        assertThat(page.locator("#whmcs .message.warning")).containsText("never been brought in");
        Accessibility.check(page);

        CountDownLatch looked = new CountDownLatch(1);
        WHMCS.beforeNextDetails(() -> await(looked));
        compare(page);
        assertThat(page.locator("#whmcs progress")).isVisible();
        Accessibility.check(page);
        looked.countDown();
        assertThat(page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Compare now")))
                .isVisible();
        page.reload();
        assertThat(page.locator("tfoot td").last()).hasText("40");
        assertThat(page.locator("#whmcs .message")).hasCount(0);
        assertThat(page.getByRole(AriaRole.ROW).filter(rows("applied"))).containsText("Sample Editor");

        LongStream.rangeClosed(1, 10).forEach(WHMCS::remove);
        compare(page);
        page.locator("#whmcs").getByText("Look at the comparison and decide").click();
        assertThat(page.locator(".figures")).containsText("closed, among the changed");
        Accessibility.check(page);
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Apply these changes"))
                .click();
        assertThat(page.locator(".message.success")).isVisible();

        WHMCS.stub(SampleWhmcs.anything()
                .willReturn(aResponse()
                        .withStatus(403)
                        .withBody("{\"result\":\"error\",\"message\":\"Invalid IP 2001:db8::1\"}")));
        page.navigate("/admin/account-holders");
        compare(page);
        assertThat(page.locator("#whmcs .message.danger")).containsText("2001:db8::1");
        page.navigate("/admin/account-holders/runs");
        assertThat(page.locator("tbody tr")).hasCount(3);
        Accessibility.check(page);
    }

    private static Locator.FilterOptions rows(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static void await(CountDownLatch looked) {
        try {
            looked.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void compare(Page page) {
        page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Compare now"))
                .click();
    }
}
