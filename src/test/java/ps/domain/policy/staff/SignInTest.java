package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

@PolicyTest
class SignInTest {

    private static final String EMAIL = "huda@example.com";

    private static final String PASSWORD = "olive grove at dusk";

    private static final String SESSION = "__Host-session";

    /** There for everybody, with the whole layout. */
    private static final String A_STAFF_PAGE = "/admin/set-password/none";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private StaffAccounts accounts;

    @Autowired
    private SignIn signIn;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffBrowser browser;

    private StaffPrincipal huda;

    @BeforeEach
    void hudaWorksHere() {
        browser = new StaffBrowser(port);
        huda = staff.register("Huda@Example.com", "Huda Khalil", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
    }

    @Test
    void whoKnowsThePasswordComesIn() {
        HttpResponse<String> answer = browser.signIn(" HUDA@example.com", PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(target(answer)).isEqualTo("/admin");
        assertThat(target(browser.get("/admin"))).isEqualTo("/admin/drafts");
        assertThat(trail()).containsExactly("staff.registered", "staff.signed-in");
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
        HttpResponse<String> wrong = browser.signIn(EMAIL, "pomegranate tree");
        HttpResponse<String> unknown = new StaffBrowser(port).signIn("nobody@example.com", "pomegranate tree");

        assertThat(wrong.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(422);
        assertThat(withoutTokens(wrong).replace(EMAIL, "nobody@example.com")).isEqualTo(withoutTokens(unknown));
        assertThat(page(wrong).select(".error-summary").text())
                .contains("The email address or the password is not right");
        assertThat(page(wrong).select("#email").val()).isEqualTo(EMAIL);
        assertThat(wrong.body()).doesNotContain("pomegranate");
        assertThat(trail()).containsExactly("staff.registered", "staff.sign-in-failed");
        assertThat(jdbc.sql("SELECT string_agg(audit_entry::text, '') FROM audit_entry")
                        .query(String.class)
                        .single())
                .doesNotContain("nobody@example.com", EMAIL, "127.0.0.1");
    }

    @Test
    void nobodyComesInWithoutAPasswordOrOnceDeactivated() {
        staff.register("sami@example.com", "Sami", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        transactions.executeWithoutResult(
                transaction -> accounts.findById(huda.id()).orElseThrow().deactivate(clock.instant()));

        assertThat(browser.signIn("sami@example.com", "").statusCode()).isEqualTo(422);
        assertThat(browser.signIn("sami@example.com", "nobody's password").statusCode())
                .isEqualTo(422);
        assertThat(browser.signIn(EMAIL, PASSWORD).statusCode()).isEqualTo(422);
    }

    @Test
    void anUnknownAddressIsAsMuchWorkAsAKnownOne() {
        // As it is hashed in earnest; the other tests' hash is less work.
        jdbc.sql("UPDATE staff_account SET password_hash = :hash")
                .param("hash", new Passwords().hash(PASSWORD))
                .update();
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            known = Math.min(known, workToRefuse(EMAIL));
            unknown = Math.min(unknown, workToRefuse("nobody@example.com"));
        }

        // Without the hash that stands in, an unknown address is a tenth of the work.
        assertThat(unknown).isGreaterThan(known / 2);
    }

    @Test
    void guessingIsSlowedAndTheOwnerIsSoonLetInAgain() {
        for (int guess = 0; guess < 5; guess++) {
            assertThat(browser.signIn(EMAIL, "guess " + guess).statusCode()).isEqualTo(422);
        }
        HttpResponse<String> throttled = browser.signIn(EMAIL, PASSWORD);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("30");
        assertThat(page(throttled).select(".error-summary").text()).contains("Wait half a minute");

        clock.advance(Duration.ofSeconds(29));
        assertThat(browser.signIn(EMAIL, PASSWORD).statusCode()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(1));
        assertThat(target(browser.signIn(EMAIL, PASSWORD))).isEqualTo("/admin");
    }

    @Test
    void whoeverGuessesDoesNotSlowTheOwnerAtABrowserThatIsKnown() {
        browser.signIn(EMAIL, PASSWORD);
        StaffPrincipal sami =
                staff.register("sami@example.com", "Sami", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser samis = new StaffBrowser(port);
        samis.signIn(sami.email(), PASSWORD);
        StaffBrowser guesser = new StaffBrowser(port);
        for (StaffBrowser stranger : List.of(guesser, samis)) {
            stranger.get("/admin/drafts");
            stranger.post("/admin/sign-out", Map.of());
            for (int guess = 0; guess < 5; guess++) {
                stranger.signIn(EMAIL, "guess " + guess);
            }
            assertThat(stranger.signIn(EMAIL, PASSWORD).statusCode()).isEqualTo(429);
        }

        browser.get("/admin/drafts");
        browser.post("/admin/sign-out", Map.of());
        assertThat(target(browser.signIn(EMAIL, PASSWORD))).isEqualTo("/admin");

        browser.get("/admin/drafts");
        browser.post("/admin/sign-out", Map.of());
        for (int guess = 0; guess < 5; guess++) {
            assertThat(browser.signIn(EMAIL, "guess " + guess).statusCode()).isEqualTo(422);
        }
        assertThat(browser.signIn(EMAIL, PASSWORD).statusCode()).isEqualTo(429);
    }

    @Test
    void anAddressThatDoesNotExistIsThrottledLikeOneThatDoes() {
        for (int guess = 0; guess < 5; guess++) {
            assertThat(browser.signIn("nobody@example.com", "guess " + guess).statusCode())
                    .isEqualTo(422);
        }
        assertThat(browser.signIn("nobody@example.com", "guess").statusCode()).isEqualTo(429);
    }

    @Test
    void signingInRightManyTimesUsesNothingUp() {
        for (int time = 0; time < 8; time++) {
            assertThat(target(new StaffBrowser(port).signIn(EMAIL, PASSWORD))).isEqualTo("/admin");
        }
    }

    @Test
    void aFormFromAnotherSiteIsRefused() {
        browser.get("/admin/sign-in");
        assertThat(browser.postWithoutToken("/admin/sign-in", Map.of("email", EMAIL, "password", PASSWORD))
                        .statusCode())
                .isEqualTo(403);

        browser.signIn(EMAIL, PASSWORD);
        assertThat(browser.postWithoutToken("/admin/sign-out", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(target(browser.get("/admin"))).isEqualTo("/admin/drafts");
    }

    @Test
    void theSessionFromBeforeSigningInIsWorthNothingAfterwards() {
        browser.get("/admin/sign-in");
        String before = browser.session();
        browser.signIn(EMAIL, PASSWORD);

        assertThat(browser.session()).isNotEqualTo(before);
        assertThat(target(browser.thiefOf(before).get("/admin"))).startsWith("/admin/sign-in");
    }

    @Test
    void signingOutEndsTheSessionInTheDatabase() {
        browser.signIn(EMAIL, PASSWORD);
        String session = browser.session();
        assertThat(sessionsOfHuda()).isEqualTo(1);

        browser.get(A_STAFF_PAGE);
        HttpResponse<String> answer = browser.post("/admin/sign-out", Map.of());

        assertThat(target(answer)).isEqualTo("/admin/sign-in?signed-out&language=en");
        assertThat(sessionsOfHuda()).isZero();
        assertThat(page(browser.get(target(answer))).select("[role=status]").text())
                .isEqualTo("You are signed out.");
        assertThat(target(browser.thiefOf(session).get("/admin"))).startsWith("/admin/sign-in");
        assertThat(trail()).endsWith("staff.signed-out");
    }

    @Test
    void theSessionCookieIsForThisHostOnlyAndOutOfReach() {
        HttpResponse<String> answer = browser.get("/admin/sign-in");

        assertThat(answer.headers().allValues("Set-Cookie")).singleElement().satisfies(cookie -> {
            assertThat(cookie).startsWith(SESSION + "=");
            assertThat(List.of(cookie.split("; ")).subList(1, cookie.split("; ").length))
                    .containsExactlyInAnyOrder("Path=/", "Secure", "HttpOnly", "SameSite=Lax");
        });
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(value -> assertThat(value).contains("script-src 'self'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/en/nothing-here", "/", "/assets/staff.css", "/administration", "/admin/../nothing-here"})
    void whatIsNotForStaffSetsNoCookie(String path) {
        assertThat(browser.get(path).headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void theSessionKeepsNeitherPasswordNorClientAddress() {
        browser.signIn(EMAIL, PASSWORD);

        List<byte[]> attributes = jdbc.sql("SELECT attribute_bytes FROM spring_session_attributes")
                .query((row, number) -> row.getBytes(1))
                .list();
        assertThat(attributes)
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSWORD, "argon2", "127.0.0.1", "WebAuthenticationDetails"));
    }

    @Test
    void somebodyWhoIsSignedOutComesBackToThePageTheyWanted() {
        HttpResponse<String> sent = browser.get("/admin/drafts/7?section=data%20retention&x=%7By%7D");
        assertThat(sent.statusCode()).isEqualTo(302);
        assertThat(target(sent)).startsWith("/admin/sign-in?to=");

        String to = page(browser.get(target(sent)))
                .select("form[method=post] input[name=to]")
                .val();
        HttpResponse<String> answer =
                browser.post("/admin/sign-in", Map.of("email", EMAIL, "password", PASSWORD, "to", to));

        assertThat(target(answer)).isEqualTo("/admin/drafts/7?section=data%20retention&x=%7By%7D");
    }

    @Test
    void thePageThatWasWantedOutlivesAFailedAttemptAndAChangeOfLanguage() {
        String signIn = target(browser.get("/admin/notices/3"));
        HttpResponse<String> arabic = browser.get(signIn + "&language=ar");
        assertThat(page(arabic).select(".session a[hreflang=en]").attr("href"))
                .isEqualTo("/admin/sign-in?language=en&to=/admin/notices/3");

        HttpResponse<String> failed = browser.post(
                "/admin/sign-in",
                Map.of("email", EMAIL, "password", "wrong", "to", "/admin/notices/3", "language", "ar"));
        assertThat(page(failed).select("html").attr("lang")).isEqualTo("ar");
        assertThat(page(failed).select("html").attr("dir")).isEqualTo("rtl");
        assertThat(page(failed).select("form[method=post] input[name=to]").val())
                .isEqualTo("/admin/notices/3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/admin",
                "//evil.example/admin",
                "/\\evil.example",
                "/admin\\..\\..\\evil",
                "/admin@evil.example",
                "/admin.evil.example",
                "/en/privacy",
                "/admin/../en/privacy",
                "javascript:alert(1)",
                "/admin/\r\nSet-Cookie: a=b",
                ""
            })
    void signingInLeadsNowhereElse(String to) {
        browser.get("/admin/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        Map<String, String> form = new HashMap<>(Map.of("email", EMAIL, "password", PASSWORD, "to", to));

        HttpResponse<String> answer = browser.post("/admin/sign-in", form);

        assertThat(target(answer)).isEqualTo("/admin");
        assertThat(answer.headers().firstValue("Location").orElseThrow()).matches("(http://localhost:\\d+)?/admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin", "/admin/", "/admin/drafts", "/admin/language", "/admin/anything/else"})
    void whoIsNotSignedInSeesNothingOfTheStaffPages(String path) {
        assertThat(target(browser.get(path))).startsWith("/admin/sign-in");
    }

    @Test
    void aPartOfAPageAskedForAfterTheSessionEndedLoadsTheWholePageAgain() {
        HttpResponse<String> answer = browser.getPart("/admin/notices/3/progress");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Refresh")).hasValue("true");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void whoIsSignedInAlreadyNeedsNoSignInPage() {
        browser.signIn(EMAIL, PASSWORD);

        assertThat(target(browser.get("/admin/sign-in"))).isEqualTo("/admin");
    }

    @Test
    void everythingThatThePageNeedsIsServed() {
        List<String> addresses = page(browser.get("/admin/sign-in")).select("link[rel=stylesheet], script").stream()
                .map(element -> element.hasAttr("src") ? element.attr("src") : element.attr("href"))
                .toList();

        assertThat(addresses).hasSize(3).allSatisfy(address -> {
            HttpResponse<String> answer = browser.get(address);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(address).matches("/assets/.+-[0-9a-f]{32}\\.(css|js)");
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("max-age=31536000", "public");
        });
    }

    /** In nanoseconds of a processor, since the clock on the wall tells of other things, too. */
    private long workToRefuse(String email) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        assertThatExceptionOfType(BadCredentialsException.class)
                .isThrownBy(() -> signIn.authenticate(
                        UsernamePasswordAuthenticationToken.unauthenticated(email, "not the password")));
        return threads.getCurrentThreadCpuTime() - start;
    }

    private int sessionsOfHuda() {
        return jdbc.sql("SELECT count(*) FROM spring_session WHERE principal_name = :id")
                .param("id", huda.id().toString())
                .query(Integer.class)
                .single();
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }

    private static String withoutTokens(HttpResponse<String> response) {
        return response.body()
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "")
                .replaceAll("hx-headers=\"[^\"]*\"", "")
                // What passkeys are asked, which differs each time.
                .replaceAll("data-options=\"[^\"]*\"", "");
    }
}
