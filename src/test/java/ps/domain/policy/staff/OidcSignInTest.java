package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Coming in by a real OpenID Connect provider on this machine. */
@PolicyTest
class OidcSignInTest extends GuardedApplication {

    private static final String EMAIL = "huda@example.com";

    private static OidcProvider provider;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private StaffAccounts accounts;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffPrincipal huda;

    private StaffBrowser browser;

    @BeforeAll
    static void theProviderRuns() {
        provider = OidcProvider.start(PROVIDER_PORT, ADDRESS + "/admin/sign-in/oidc/callback/company");
    }

    @AfterAll
    static void theProviderRunsNoMore() {
        provider.close();
    }

    @BeforeEach
    void hudaWorksHere() {
        huda = staff.register(EMAIL, "Huda Khalil", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        browser = new StaffBrowser(PORT);
    }

    @Test
    void whomTheProviderVouchesForIsLetInWithoutAnythingMore() {
        browser.get("/admin/sign-in?language=en");
        String before = browser.session();

        HttpResponse<String> answer = comeBackAs("Huda@Example.com");

        assertThat(target(answer)).isEqualTo("/admin");
        assertThat(browser.get("/admin/staff").statusCode()).isEqualTo(200);
        assertThat(browser.session()).isNotEqualTo(before);
        assertThat(target(browser.thiefOf(before).get("/admin"))).startsWith("/admin/sign-in");
        assertThat(jdbc.sql("SELECT string_agg(encode(attribute_bytes, 'escape'), '') FROM spring_session_attributes")
                        .query(String.class)
                        .single())
                .contains("StaffPrincipal")
                .doesNotContain("OidcUser", "OAuth2AuthenticationToken", "OAuth2AuthorizedClient");
        assertThat(jdbc.sql("SELECT action FROM audit_entry ORDER BY seq DESC LIMIT 1")
                        .query(String.class)
                        .single())
                .isEqualTo("staff.signed-in");
    }

    @Test
    void nobodyElseIsLetInAndNoAccountIsMade() {
        for (String stranger : new String[] {"nobody@example.com", OidcProvider.UNVERIFIED + EMAIL}) {
            assertThat(target(comeBackAs(stranger))).isEqualTo("/admin/sign-in?provider-refused");
            HttpResponse<String> refused = browser.get("/admin/sign-in?provider-refused&language=en");
            assertThat(page(refused).select(".error-summary").text()).contains("There is no staff account here");
            assertThat(target(browser.get("/admin/drafts"))).startsWith("/admin/sign-in?");
            browser = new StaffBrowser(PORT);
        }
        transactions.executeWithoutResult(
                transaction -> accounts.findById(huda.id()).orElseThrow().deactivate(clock.instant()));
        assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin/sign-in?provider-refused");
        assertThat(jdbc.sql("SELECT count(*) FROM staff_account")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void anAnswerThatNobodyAskedForIsRefused() {
        String callback = URI.create(askedAs(EMAIL)).getRawPath() + "?"
                + URI.create(askedAs(EMAIL)).getRawQuery();

        StaffBrowser victim = new StaffBrowser(PORT);
        victim.get("/admin/sign-in");
        assertThat(target(victim.get(callback))).isEqualTo("/admin/sign-in?provider-refused");
        assertThat(target(victim.get("/admin/drafts"))).startsWith("/admin/sign-in?");
    }

    private HttpResponse<String> comeBackAs(String name) {
        URI callback = URI.create(askedAs(name));
        assertThat(callback.toString()).startsWith(ADDRESS + "/admin/sign-in/oidc/callback/company?");
        HttpResponse<String> answer = browser.get(callback.getRawPath() + "?" + callback.getRawQuery());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer;
    }

    /** Goes to the provider by the button, signs in there, and says where it leads back to. */
    private String askedAs(String name) {
        String button = page(browser.get("/admin/sign-in?language=en"))
                .select("a:contains(Sample Company)")
                .attr("href");
        HttpResponse<String> toProvider = browser.get(button);
        StaffBrowser there = new StaffBrowser(PROVIDER_PORT);
        assertThat(target(there.get(target(toProvider)))).isEqualTo("/login");
        there.get("/login");
        HttpResponse<String> signedIn =
                there.post("/login", Map.of("username", name, "password", OidcProvider.PASSWORD));
        return there.get(target(signedIn)).headers().firstValue("Location").orElseThrow();
    }
}
