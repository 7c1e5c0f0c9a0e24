package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.OidcProvider.Manner;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Coming in by a real OpenID Connect provider on this machine. */
@PolicyTest
class OidcSignInTest extends GuardedApplication {

    private static final String EMAIL = "huda@example.com";

    private static final List<String> ELSEWHERE = List.of(
            "https://evil.example/admin",
            "//evil.example/admin",
            "/\\evil.example",
            "/admin@evil.example",
            "/admin/../en/privacy",
            "/en/privacy",
            "javascript:alert(1)",
            "/admin/\r\nSet-Cookie: a=b");

    private static final String TYPED = "Rana, who is to write about hosting";

    private static final String SECRET = "a password that is nobody's business";

    private static OidcProvider provider;

    @Autowired
    private OidcSignIn oidc;

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
        provider.behaves(Manner.PROPER, clock);
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
    void thePageThatWasWantedIsReachedByWayOfTheProvider() {
        String wanted = "/admin/staff?x=%7By%7D&z=1";
        assertThat(target(comeBackAs(EMAIL, target(browser.get(wanted))))).isEqualTo(wanted);

        for (String elsewhere : ELSEWHERE) {
            browser = new StaffBrowser(PORT);
            browser.get("/admin/sign-in");
            HttpResponse<String> answer =
                    callback(answered(EMAIL, "/admin/sign-in/oidc/company?to=" + encoded(elsewhere)) + "&to="
                            + encoded(elsewhere));
            assertThat(answer.headers().firstValue("Location")).as(elsewhere).hasValue("/admin");
        }
    }

    @Test
    void aProviderThatIsOneFactorIsFollowedByTheOtherAndThePageIsReachedAllTheSame() {
        Object before = ReflectionTestUtils.getField(oidc, "settings");
        // Set here, and not for an application of its own, which takes as long as all these tests.
        ReflectionTestUtils.setField(oidc, "settings", new StaffSettings(null, Set.of(Role.ADMIN), null, null, false));
        try {
            String first = target(comeBackAs(EMAIL, target(browser.get("/admin/staff"))));
            assertThat(first).isEqualTo("/admin/me/second-factor?to=%2Fadmin%2Fstaff");
            assertThat(target(browser.get("/admin/drafts"))).startsWith("/admin/me/second-factor?");
            HttpResponse<String> offered =
                    browser.post("/admin/me/second-factor", carried(browser.get(first), Map.of("then", "app")));
            AuthenticatorApp app =
                    new AuthenticatorApp(page(offered).select(".secret").text(), clock);
            HttpResponse<String> codes = browser.post(
                    "/admin/me/second-factor/app",
                    carried(
                            offered,
                            Map.of(
                                    "sealed",
                                    page(offered).select("[name=sealed]").val(),
                                    "code",
                                    app.code())));
            assertThat(page(codes).select("main .actions a").attr("href")).isEqualTo("/admin/staff");
            assertThat(browser.get("/admin/staff").statusCode()).isEqualTo(200);

            browser = new StaffBrowser(PORT);
            clock.advance(Duration.ofSeconds(30));
            String second = target(comeBackAs(EMAIL, target(browser.get("/admin/trail"))));
            assertThat(second).isEqualTo("/admin/sign-in/second?to=%2Fadmin%2Ftrail");
            HttpResponse<String> asked = browser.get(second);
            assertThat(target(browser.post("/admin/sign-in/second", carried(asked, Map.of("code", app.code())))))
                    .isEqualTo("/admin/trail");
        } finally {
            ReflectionTestUtils.setField(oidc, "settings", before);
        }
    }

    @Test
    void settingUpAFactorLeadsNowhereElse() {
        Object before = ReflectionTestUtils.getField(oidc, "settings");
        ReflectionTestUtils.setField(oidc, "settings", new StaffSettings(null, Set.of(Role.ADMIN), null, null, false));
        try {
            comeBackAs(EMAIL);
            for (String elsewhere : ELSEWHERE) {
                HttpResponse<String> shown = browser.get("/admin/me/second-factor?to=" + encoded(elsewhere));
                assertThat(page(shown).select("input[name=to]")).as(elsewhere).isEmpty();
                HttpResponse<String> offered =
                        browser.post("/admin/me/second-factor", Map.of("then", "app", "to", elsewhere));
                assertThat(page(offered).select("input[name=to]")).as(elsewhere).isEmpty();
            }
        } finally {
            ReflectionTestUtils.setField(oidc, "settings", before);
        }
    }

    @Test
    void aFormSentAfterTheSessionHadEndedOutlivesTheWayByTheProvider() {
        comeBackAs(EMAIL);
        endAllSessions();

        HttpResponse<String> signIn = send(browser);
        assertThat(target(signIn)).isEqualTo("/admin/sign-in");
        Document shown = page(browser.get("/admin/sign-in?language=en"));
        assertThat(shown.select(".message.warning").text()).contains("Your session had ended");
        String toProvider = browser.get(
                        shown.select("a:contains(Sample Company)").attr("href"))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(URLDecoder.decode(toProvider, StandardCharsets.UTF_8)).doesNotContain(TYPED, "/admin/staff");

        assertThat(target(comeBackAs("nobody@example.com"))).isEqualTo("/admin/sign-in?provider-refused");
        assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin/kept-form");
        assertThat(everySession()).contains(TYPED).doesNotContain(SECRET);
        Document kept = sentOnceMore();
        assertThat(kept.select(".error").text()).contains("Choose a role");
        assertThat(everySession()).doesNotContain(TYPED);
        assertThat(target(browser.get("/admin/kept-form"))).isEqualTo("/admin");
    }

    @Test
    void ofAFormThatWasKeptIsShownWhatSomebodyTypedAndNothingThatThePageSaysToItself() {
        comeBackAs(EMAIL);
        endAllSessions();
        browser.postFromOurPage(
                "/admin/versions/2/postponement",
                Map.of(
                        "seen", "12",
                        "looked", "a hash of what was looked at before",
                        "text-en", "A file that was sent along",
                        "then", "postpone",
                        "to", "2027-03-01",
                        "reasonAr", "",
                        "reasonEn", "Ours"));

        assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin/kept-form");

        Document kept = page(browser.get("/admin/kept-form"));
        assertThat(kept.select(".text-box").eachText()).containsExactlyInAnyOrder("2027-03-01", "Ours");
        assertThat(kept.select("form[action=/admin/versions/2/postponement] textarea"))
                .hasSize(7);
    }

    @Test
    void whatAStrangerSendsIsNotKeptAndWhatOneDoesNotWantToSendIsForgotten() {
        browser.get("/admin/sign-in");
        assertThat(target(send(browser))).isEqualTo("/admin/sign-in");
        assertThat(everySession()).doesNotContain(TYPED);
        assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin");

        endAllSessions();
        send(browser);
        assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin/kept-form");
        browser.get("/admin/kept-form");
        assertThat(target(browser.post("/admin/kept-form/discard", Map.of()))).isEqualTo("/admin");
        assertThat(everySession()).doesNotContain(TYPED);
    }

    @Test
    void aFormSentAfterTheSessionHadEndedOutlivesTheSettingUpOfAFactorAndTheStepAfterIt() {
        comeBackAs(EMAIL);
        Object before = ReflectionTestUtils.getField(oidc, "settings");
        ReflectionTestUtils.setField(oidc, "settings", new StaffSettings(null, Set.of(Role.ADMIN), null, null, false));
        try {
            endAllSessions();
            send(browser);
            assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin/me/second-factor");
            assertThat(page(browser.get("/admin/me/second-factor"))
                            .select(".message.warning")
                            .text())
                    .contains("Your session had ended");
            HttpResponse<String> offered = browser.post("/admin/me/second-factor", Map.of("then", "app"));
            AuthenticatorApp app =
                    new AuthenticatorApp(page(offered).select(".secret").text(), clock);
            String sealed = page(offered).select("[name=sealed]").val();
            HttpResponse<String> codes =
                    browser.post("/admin/me/second-factor/app", Map.of("sealed", sealed, "code", app.code()));
            assertThat(page(codes).select("main .actions a").attr("href")).isEqualTo("/admin/kept-form");
            sentOnceMore();

            endAllSessions();
            clock.advance(Duration.ofSeconds(30));
            send(browser);
            assertThat(target(comeBackAs(EMAIL))).isEqualTo("/admin/sign-in/second");
            browser.get("/admin/sign-in/second");
            assertThat(target(browser.post("/admin/sign-in/second", Map.of("code", app.code()))))
                    .isEqualTo("/admin/kept-form");
            sentOnceMore();
        } finally {
            ReflectionTestUtils.setField(oidc, "settings", before);
        }
    }

    /** Sends what is not whole, so that it can be seen to arrive as it was typed. */
    private static HttpResponse<String> send(StaffBrowser browser) {
        return browser.postFromOurPage(
                "/admin/staff/new", Map.of("name", TYPED, "email", "rana@example.com", "password", SECRET));
    }

    private Document sentOnceMore() {
        Document kept = page(browser.get("/admin/kept-form"));
        assertThat(kept.select(".text-box").text()).contains(TYPED);
        Element form = kept.expectFirst("form[action=/admin/staff/new]");
        Map<String, String> fields = new HashMap<>();
        form.select("textarea")
                .forEach(field ->
                        fields.put(field.attr("name"), field.wholeText().replaceFirst("^\n", "")));
        assertThat(fields.keySet()).containsExactlyInAnyOrder("name", "email");
        Document answer = page(browser.post(form.attr("action"), fields));
        assertThat(answer.expectFirst("#name").val().strip()).isEqualTo(TYPED);
        return answer;
    }

    private void endAllSessions() {
        jdbc.sql("DELETE FROM spring_session").update();
    }

    /** In bytes as they are stored, where Latin letters can be read. */
    private String everySession() {
        return jdbc.sql("""
                SELECT coalesce(string_agg(encode(attribute_bytes, 'escape'), ''), '') FROM spring_session_attributes
                """).query(String.class).single();
    }

    /** What a person fills in, and what the page carries along. */
    private static Map<String, String> carried(HttpResponse<String> shown, Map<String, String> filledIn) {
        Map<String, String> fields = new HashMap<>(filledIn);
        fields.put(
                "to", page(shown).select("main form input[name=to]").getFirst().val());
        return fields;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
        return comeBackAs(name, "/admin/sign-in?language=en");
    }

    /** From a sign-in page. */
    private HttpResponse<String> comeBackAs(String name, String signIn) {
        return callback(askedAs(name, signIn));
    }

    private HttpResponse<String> callback(String address) {
        URI callback = URI.create(address);
        assertThat(callback.toString()).startsWith(ADDRESS + "/admin/sign-in/oidc/callback/company?");
        HttpResponse<String> answer = browser.get(callback.getRawPath() + "?" + callback.getRawQuery());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer;
    }

    /** Goes to the provider by the button, signs in there, and says where it leads back to. */
    private String askedAs(String name) {
        return askedAs(name, "/admin/sign-in?language=en");
    }

    private String askedAs(String name, String signIn) {
        return answered(
                name,
                page(browser.get(signIn)).select("a:contains(Sample Company)").attr("href"));
    }

    private String answered(String name, String button) {
        HttpResponse<String> toProvider = browser.get(button);
        StaffBrowser there = new StaffBrowser(PROVIDER_PORT);
        assertThat(target(there.get(target(toProvider)))).isEqualTo("/login");
        there.get("/login");
        HttpResponse<String> signedIn =
                there.post("/login", Map.of("username", name, "password", OidcProvider.PASSWORD));
        return there.get(target(signedIn)).headers().firstValue("Location").orElseThrow();
    }
}
