package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.OidcProvider.Manner;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** What the password is asked for, done by somebody who has none and confirms at a real provider on this machine. */
@PolicyTest
class ConfirmationTest extends GuardedApplication {

    private static final String HUDA = "huda@example.com";

    private static final String RANA = "rana@example.com";

    private static final String PASSWORD = "three olive trees";

    private static final String PAGE = "/admin/me/confirmation";

    private static OidcProvider provider;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    /** Whose account is at stake. */
    private UUID omar;

    private StaffBrowser browser;

    /** The same browser, at the provider. */
    private StaffBrowser there;

    @BeforeAll
    static void theProviderRuns() {
        provider = OidcProvider.start(PROVIDER_PORT, ADDRESS + "/admin/sign-in/oidc/callback/company");
    }

    @AfterAll
    static void theProviderRunsNoMore() {
        provider.close();
    }

    @BeforeEach
    void hudaIsSignedInByTheProvider() {
        provider.behaves(Manner.PROPER, clock);
        staff.register(HUDA, "Huda Khalil", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        omar = staff.register("omar@example.com", "Omar", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION)
                .id();
        browser = new StaffBrowser(PORT);
        there = new StaffBrowser(PROVIDER_PORT);
        signInByTheProvider(HUDA);
    }

    @Test
    void whoHasNoPasswordConfirmsAtTheProviderAndSendsTheSameOnceMore() {
        Document colleague = page(browser.get("/admin/staff/" + omar));
        assertThat(colleague.select("input[type=password]")).isEmpty();
        assertThat(colleague.select("#password").text()).contains("Next you confirm that it is you");

        assertThat(target(deactivateOmar())).isEqualTo(PAGE);
        assertThat(isActive(omar)).isTrue();
        Document waiting = page(browser.get(PAGE));
        assertThat(waiting.select("#form-title").text()).isEqualTo("Deactivate: Omar");
        assertThat(waiting.select("form[action^=/admin/staff]")).isEmpty();

        String before = browser.session();
        String asked = toProvider();
        assertThat(asked).contains("prompt=login", "max_age=0").doesNotContain("deactivation", omar.toString());
        assertThat(target(comeBack(atProvider(asked, HUDA)))).isEqualTo(PAGE);
        assertThat(browser.session()).isNotEqualTo(before);
        assertThat(target(browser.thiefOf(before).get(PAGE))).startsWith("/admin/sign-in");
        assertThat(isActive(omar)).isTrue();

        assertThat(target(sendOnceMore())).isEqualTo("/admin/staff/" + omar);
        assertThat(isActive(omar)).isFalse();
        assertThat(trail()).contains("staff.deactivated").doesNotContain("staff.confirmation-refused");
        assertThat(jdbc.sql("SELECT string_agg(encode(attribute_bytes, 'escape'), '') FROM spring_session_attributes")
                        .query(String.class)
                        .single())
                .doesNotContain("OidcUser", "OAuth2AuthenticationToken", "staff.Confirmation", "staff.KeptForm");
    }

    @Test
    void itIsUsedUpByOneAct() {
        confirmThatOmarIsToGo();
        Map<String, String> fields = kept();
        assertThat(target(browser.post("/admin/staff/" + omar, fields))).isEqualTo("/admin/staff/" + omar);

        jdbc.sql("UPDATE staff_account SET deactivated_at = NULL").update();
        assertThat(target(browser.post("/admin/staff/" + omar, fields))).isEqualTo(PAGE);
        assertThat(isActive(omar)).isTrue();
    }

    @Test
    void itCountsForTheFormThatWasShownAndForNoOther() {
        confirmThatOmarIsToGo();
        Map<String, String> another = new HashMap<>(kept());
        another.put("then", "role");
        another.put("role", "ADMIN");

        assertThat(target(browser.post("/admin/staff/" + omar, another))).isEqualTo(PAGE);
        assertThat(page(browser.get(PAGE)).select("#form-title").text())
                .isEqualTo("Save the role: Omar · Administrator");
        assertThat(trail()).doesNotContain("staff.role-changed");
    }

    @ParameterizedTest
    @CsvSource({"299, /admin/staff/", "300, " + PAGE})
    void itCountsForFiveMinutes(int seconds, String leadsTo) {
        confirmThatOmarIsToGo();
        Map<String, String> fields = kept();
        clock.advance(Duration.ofSeconds(seconds));

        assertThat(target(browser.post("/admin/staff/" + omar, fields))).startsWith(leadsTo);
        assertThat(isActive(omar)).isEqualTo(leadsTo.equals(PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {RANA, "nobody@example.com", OidcProvider.UNVERIFIED + HUDA})
    void anybodyElseAtTheProviderConfirmsNothing(String who) {
        staff.register(RANA, "Rana", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        deactivateOmar();
        comeBack(atProvider(toProvider(), who));

        assertRefused("You signed in there as somebody else");
        assertThat(page(browser.get("/admin/me")).select(".facts").text()).contains(HUDA);
    }

    @Test
    void aProviderThatLetsPeopleThroughConfirmsNothing() {
        provider.behaves(Manner.LETS_THROUGH, clock);
        clock.advance(Duration.ofSeconds(61));
        deactivateOmar();
        URI asked = URI.create(toProvider());
        comeBack(there.get(asked.getRawPath() + "?" + asked.getRawQuery())
                .headers()
                .firstValue("Location")
                .orElseThrow());

        assertRefused("You were not asked there to sign in once more");
    }

    @Test
    void aProviderThatDoesNotSayWhenConfirmsNothing() {
        provider.behaves(Manner.TELLS_NO_TIME, clock);
        deactivateOmar();
        comeBack(atProvider(toProvider(), HUDA));

        assertRefused("we were not told when you did");
    }

    @ParameterizedTest
    @CsvSource({"-60, true", "-61, false", "60, true", "61, false"})
    void theProvidersClockMayBeAMinuteOffAndNoMore(int seconds, boolean confirmed) {
        provider.behaves(Manner.PROPER, Clock.offset(clock, Duration.ofSeconds(seconds)));
        deactivateOmar();
        comeBack(atProvider(toProvider(), HUDA));

        assertThat(page(browser.get(PAGE)).select("form[action^=/admin/staff]").isEmpty())
                .isEqualTo(!confirmed);
    }

    @Test
    void whoCancelsThereLosesNothingAndCanTryAgain() {
        deactivateOmar();
        comeBack(ADDRESS + "/admin/sign-in/oidc/callback/company?error=access_denied&state="
                + encoded(stateOf(toProvider())));

        assertRefused("The sign-in there was not completed");
        comeBack(atProvider(toProvider(), HUDA));
        sendOnceMore();
        assertThat(isActive(omar)).isFalse();
    }

    @Test
    void anAnswerIsGoodOnce() {
        deactivateOmar();
        String callback = atProvider(toProvider(), HUDA);
        comeBack(callback);
        sendOnceMore();
        jdbc.sql("UPDATE staff_account SET deactivated_at = NULL").update();

        deactivateOmar();
        assertThat(target(comeBack(callback))).isEqualTo("/admin/sign-in?provider-refused");
        assertThat(page(browser.get(PAGE)).select("form[action^=/admin/staff]")).isEmpty();
    }

    @Test
    void aForgedAnswerConfirmsNothingAndLeavesNoTraceInSomebodysName() {
        deactivateOmar();
        toProvider();
        for (String forged : List.of("code=x&state=forged", "error=access_denied&state=forged", "code=x", "state=")) {
            assertThat(target(comeBack(ADDRESS + "/admin/sign-in/oidc/callback/company?" + forged)))
                    .as(forged)
                    .isEqualTo("/admin/sign-in?provider-refused");
        }
        assertThat(page(browser.get(PAGE)).select("form[action^=/admin/staff]")).isEmpty();
        assertThat(trail()).doesNotContain("staff.confirmation-refused");
    }

    @Test
    void anAnswerIsWorthNothingInTheSessionOfSomebodyElse() {
        deactivateOmar();
        String hudas = atProvider(toProvider(), HUDA);
        StaffBrowser victim = browser;

        staff.register(RANA, "Rana", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        browser = new StaffBrowser(PORT);
        there = new StaffBrowser(PROVIDER_PORT);
        signInByTheProvider(RANA);
        deactivateOmar();
        String ranas = atProvider(toProvider(), RANA);

        assertThat(target(comeBack(hudas))).isEqualTo("/admin/sign-in?provider-refused");
        assertThat(page(browser.get(PAGE)).select("form[action^=/admin/staff]")).isEmpty();
        browser = victim;
        assertThat(target(comeBack(ranas))).isEqualTo("/admin/sign-in?provider-refused");
        assertThat(page(browser.get(PAGE)).select("form[action^=/admin/staff]")).isEmpty();
    }

    @Test
    void whoComesAfterInTheSameBrowserHasNothingOfIt() {
        confirmThatOmarIsToGo();
        Map<String, String> fields = kept();
        staff.register(RANA, "Rana", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        there = new StaffBrowser(PROVIDER_PORT);
        comeBack(atProvider(
                browser.get("/admin/sign-in/oidc/company")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow(),
                RANA));

        assertThat(page(browser.get("/admin/me")).select(".facts").text()).contains(RANA);
        assertThat(target(browser.get(PAGE))).isEqualTo("/admin");
        assertThat(target(browser.post("/admin/staff/" + omar, fields))).isEqualTo(PAGE);
        assertThat(isActive(omar)).isTrue();
    }

    /** Another form was begun in another window while the first was confirmed. */
    @Test
    void anAnswerForTheFormBeforeDoesNotCountForTheOneAfter() {
        deactivateOmar();
        String first = atProvider(toProvider(), HUDA);
        browser.post("/admin/staff/" + omar, Map.of("then", "role", "role", "ADMIN"));

        assertThat(target(comeBack(first))).isEqualTo(PAGE);
        Document shown = page(browser.get(PAGE));
        assertThat(shown.select("#form-title").text()).startsWith("Save the role");
        assertThat(shown.select("form[action^=/admin/staff]")).isEmpty();
    }

    @Test
    void aFormThatIsSentMeanwhileLosesNothingOfTheOneBefore() {
        confirmThatOmarIsToGo();
        Map<String, String> first = kept();
        browser.post("/admin/staff/" + omar, Map.of("then", "role", "role", "APPROVER"));
        comeBack(atProvider(toProvider(), HUDA));
        assertThat(target(sendOnceMore())).isEqualTo("/admin/staff/" + omar);
        assertThat(trail()).contains("staff.role-changed");

        assertThat(page(browser.get(PAGE)).select("#form-title").text()).isEqualTo("Deactivate: Omar");
        assertThat(target(browser.post("/admin/staff/" + omar, first))).isEqualTo("/admin/staff/" + omar);
        assertThat(isActive(omar)).isFalse();
        assertThat(target(browser.get(PAGE))).isEqualTo("/admin");
    }

    @Test
    void onlySoManyFormsWait() {
        for (String role : List.of("ADMIN", "APPROVER", "EDITOR", "ADMIN", "APPROVER")) {
            browser.get("/admin/staff/" + omar);
            browser.post("/admin/staff/" + omar, Map.of("then", "role", "role", role));
        }
        deactivateOmar();
        for (String waiting : List.of("Deactivate", "Save the role", "Save the role")) {
            assertThat(page(browser.get(PAGE)).select("#form-title").text()).startsWith(waiting);
            browser.post(PAGE + "/discard", Map.of());
        }
        assertThat(target(browser.get(PAGE))).isEqualTo("/admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example/admin", "/admin/../en/privacy", "/admin/trail"})
    void itLeadsNowhereElse(String elsewhere) {
        deactivateOmar();
        String asked = browser.get("/admin/sign-in/oidc/company?confirming=&to=" + encoded(elsewhere))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(URLDecoder.decode(asked, StandardCharsets.UTF_8)).doesNotContain(elsewhere);
        HttpResponse<String> back =
                comeBack(atProvider(asked, HUDA) + "&to=" + encoded(elsewhere) + "&again=" + encoded(elsewhere));

        assertThat(back.headers().firstValue("Location")).hasValue(PAGE);
        assertThat(page(browser.get(PAGE)).select("main form").eachAttr("action"))
                .containsExactly("/admin/staff/" + omar, PAGE + "/discard");
    }

    @Test
    void aSessionIsNotMadeLongerByIt() {
        clock.advance(Duration.ofHours(11).plusMinutes(58));
        confirmThatOmarIsToGo();
        sendOnceMore();
        assertThat(isActive(omar)).isFalse();

        clock.advance(Duration.ofMinutes(2));
        assertThat(target(browser.get("/admin/drafts"))).startsWith("/admin/sign-in");
    }

    @ParameterizedTest
    @CsvSource({"PT30M, ADMIN", "PT12H, ADMIN", "PT1M, APPROVER"})
    void aFormOutlivesTheSessionThatEndsWhileItsSenderIsAtTheProvider(Duration later, Role role) {
        deactivateOmar();
        String tooLate = atProvider(toProvider(), HUDA);
        clock.advance(later);
        jdbc.sql("UPDATE staff_account SET role = :role WHERE email = :huda")
                .param("role", role.name())
                .param("huda", HUDA)
                .update();

        assertThat(target(comeBack(tooLate))).isEqualTo("/admin/sign-in");
        assertThat(page(browser.get("/admin/sign-in?language=en"))
                        .select(".message.warning")
                        .text())
                .contains("Your session had ended");
        assertThat(target(browser.get("/admin/drafts"))).startsWith("/admin/sign-in");
        assertThat(target(browser.get(PAGE))).startsWith("/admin/sign-in");

        assertThat(target(cameBackAs(HUDA))).isEqualTo("/admin/kept-form");
        Element form = page(browser.get("/admin/kept-form")).expectFirst("main form:has(textarea)");
        assertThat(form.attr("action")).isEqualTo("/admin/staff/" + omar);
        HttpResponse<String> sent = browser.post(form.attr("action"), fieldsOf(form));
        assertThat(isActive(omar)).isTrue();
        if (role == Role.ADMIN) {
            assertThat(target(sent)).isEqualTo(PAGE);
            there = new StaffBrowser(PROVIDER_PORT);
            comeBack(atProvider(toProvider(), HUDA));
            sendOnceMore();
            assertThat(isActive(omar)).isFalse();
        } else {
            assertThat(sent.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aFormOutlivesTheHalfHourOnThePageWhereItWaits() {
        deactivateOmar();
        String button = page(browser.get(PAGE))
                .expectFirst("a:contains(Confirm with Sample Company)")
                .attr("href");
        clock.advance(Duration.ofMinutes(30));

        String asked = browser.get(button).headers().firstValue("Location").orElseThrow();
        assertThat(asked).doesNotContain("prompt=");
        assertThat(target(browser.get("/admin/drafts"))).startsWith("/admin/sign-in");
        there = new StaffBrowser(PROVIDER_PORT);
        assertThat(target(comeBack(atProvider(asked, HUDA)))).isEqualTo("/admin/kept-form");
    }

    @Test
    void aFormThatOutlivedItsSessionIsShownToNobodyButItsSender() {
        staff.register(RANA, "Rana", Role.ADMIN, Language.EN, null, Actor.APPLICATION);
        deactivateOmar();
        clock.advance(Duration.ofMinutes(30));
        browser.get(PAGE);

        assertThat(target(cameBackAs(RANA))).isEqualTo("/admin");
        assertThat(target(browser.get("/admin/kept-form"))).isEqualTo("/admin");
        assertThat(target(browser.get(PAGE))).isEqualTo("/admin");
    }

    @Test
    void aSessionIsKeptForLongerWhileAFormWaitsAndItsPersonIsSignedInForNoLonger() {
        assertThat(sessionIsKeptFor()).isEqualTo(Duration.ofMinutes(30));
        deactivateOmar();
        assertThat(sessionIsKeptFor()).isEqualTo(Duration.ofHours(12));
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(29));
            assertThat(browser.get(PAGE).statusCode()).isEqualTo(200);
        }

        browser.post(PAGE + "/discard", Map.of());
        assertThat(sessionIsKeptFor()).isEqualTo(Duration.ofMinutes(30));
        deactivateOmar();
        clock.advance(Duration.ofMinutes(30));
        assertThat(target(browser.get("/admin/drafts"))).startsWith("/admin/sign-in");
    }

    private Duration sessionIsKeptFor() {
        return Duration.ofSeconds(jdbc.sql("SELECT max_inactive_interval FROM spring_session")
                .query(Long.class)
                .single());
    }

    /** Signs in by the provider, which has not seen this browser before. */
    private HttpResponse<String> cameBackAs(String who) {
        there = new StaffBrowser(PROVIDER_PORT);
        return comeBack(atProvider(
                browser.get("/admin/sign-in/oidc/company")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow(),
                who));
    }

    @Test
    void whoHasAPasswordIsAskedForItHoweverTheyCameIn() {
        staff.register(RANA, "Rana", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        browser = new StaffBrowser(PORT);
        there = new StaffBrowser(PROVIDER_PORT);
        signInByTheProvider(RANA);

        assertThat(page(browser.get("/admin/staff/" + omar)).select("#password[type=password]"))
                .hasSize(1);
        assertThat(page(deactivateOmar()).select("#password-error").text()).contains("Type your password");
        assertThat(target(browser.get(PAGE))).isEqualTo("/admin");
        assertThat(browser.get("/admin/sign-in/oidc/company?confirming=")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .doesNotContain("prompt=");
        assertThat(isActive(omar)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/versions/2/withdrawal?then=withdraw&reasonAr=خطأ&reasonEn=A mistake",
                "/admin/versions/2/postponement?then=postpone&to=2026-12-24&reasonAr=خطأ&reasonEn=A mistake",
                "/admin/staff/new?name=Rana&email=rana@example.com&role=EDITOR&language=ar",
                "/admin/me/second-factor?then=app"
            })
    void everyStepThatAsksForThePasswordCanBeConfirmed(String step) {
        new SampleVersions(application).material(LocalDate.of(2026, 12, 20));
        String path = step.substring(0, step.indexOf('?'));
        Map<String, String> fields = new HashMap<>();
        for (String field : step.substring(step.indexOf('?') + 1).split("&", -1)) {
            fields.put(field.split("=", 2)[0], field.split("=", 2)[1]);
        }
        Document shown = page(browser.get(path));
        shown.select("input[name=seen]").forEach(seen -> fields.put("seen", seen.val()));
        fields.put("password", "a password that is nobody's business");
        long before = entries();

        assertThat(target(browser.post(path, fields))).isEqualTo(PAGE);
        comeBack(atProvider(toProvider(), HUDA));
        assertThat(entries()).isEqualTo(before);
        assertThat(kept()).containsAllEntriesOf(without("password", fields)).doesNotContainKey("password");
        HttpResponse<String> done = sendOnceMore();
        if (path.endsWith("second-factor")) {
            assertThat(page(done).select("svg.qr")).hasSize(1);
        } else {
            assertThat(done.statusCode()).isEqualTo(302);
            assertThat(entries()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotWantToDoItAfterAllForgetsIt(Language language) {
        jdbc.sql("UPDATE staff_account SET language = :language")
                .param("language", language.name())
                .update();
        deactivateOmar();
        browser.get(PAGE);

        assertThat(target(browser.post(PAGE + "/discard", Map.of()))).isEqualTo(PAGE);
        assertThat(target(browser.get(PAGE))).isEqualTo("/admin");
    }

    @Test
    void aFirstPasswordIsNotSetByOneself() {
        assertThat(page(browser.get("/admin/me")).select("#fresh")).isEmpty();
        assertThat(target(browser.post("/admin/me/password", Map.of("fresh", PASSWORD, "repeated", PASSWORD))))
                .isEqualTo("/admin/me");
        assertThat(trail()).doesNotContain("staff.password-set");
    }

    private void confirmThatOmarIsToGo() {
        deactivateOmar();
        comeBack(atProvider(toProvider(), HUDA));
    }

    private HttpResponse<String> deactivateOmar() {
        browser.get("/admin/staff/" + omar);
        return browser.post("/admin/staff/" + omar, Map.of("then", "deactivation", "role", "EDITOR"));
    }

    private void assertRefused(String why) {
        Document shown = page(browser.get(PAGE));
        assertThat(shown.select(".error-summary").text()).contains(why);
        assertThat(shown.select("#form-title").text()).isEqualTo("Deactivate: Omar");
        assertThat(shown.select("form[action^=/admin/staff]")).isEmpty();
        assertThat(target(deactivateOmar())).isEqualTo(PAGE);
        assertThat(isActive(omar)).isTrue();
        assertThat(trail()).containsOnlyOnce("staff.confirmation-refused");
    }

    /** What the page of the confirmation sends. */
    private Map<String, String> kept() {
        return fieldsOf(form());
    }

    private static Map<String, String> fieldsOf(Element form) {
        Map<String, String> fields = new HashMap<>();
        form.select("textarea")
                .forEach(field ->
                        fields.put(field.attr("name"), field.wholeText().replaceFirst("^\n", "")));
        return fields;
    }

    private HttpResponse<String> sendOnceMore() {
        Map<String, String> fields = kept();
        return browser.post(form().attr("action"), fields);
    }

    private Element form() {
        return page(browser.get(PAGE)).expectFirst("main form:has(textarea)");
    }

    private static Map<String, String> without(String name, Map<String, String> fields) {
        Map<String, String> others = new HashMap<>(fields);
        others.remove(name);
        return others;
    }

    private void signInByTheProvider(String who) {
        HttpResponse<String> toProvider = browser.get("/admin/sign-in/oidc/company");
        assertThat(target(comeBack(
                        atProvider(toProvider.headers().firstValue("Location").orElseThrow(), who))))
                .isEqualTo("/admin");
    }

    /** Where the button of the page leads. */
    private String toProvider() {
        String button = page(browser.get(PAGE))
                .expectFirst("a:contains(Confirm with Sample Company)")
                .attr("href");
        return browser.get(button).headers().firstValue("Location").orElseThrow();
    }

    /** Signs in there, which is asked for, and says where that leads back to. */
    private String atProvider(String asked, String who) {
        URI address = URI.create(asked);
        assertThat(target(there.get(address.getRawPath() + "?" + address.getRawQuery())))
                .isEqualTo("/login");
        there.get("/login");
        HttpResponse<String> signedIn =
                there.post("/login", Map.of("username", who, "password", OidcProvider.PASSWORD));
        return there.get(target(signedIn)).headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> comeBack(String address) {
        URI callback = URI.create(address);
        assertThat(address).startsWith(ADDRESS + "/admin/sign-in/oidc/callback/company?");
        return browser.get(callback.getRawPath() + "?" + callback.getRawQuery());
    }

    private static String stateOf(String asked) {
        return Arrays.stream(URI.create(asked).getRawQuery().split("&", -1))
                .filter(parameter -> parameter.startsWith("state="))
                .map(parameter -> URLDecoder.decode(parameter.substring("state=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private boolean isActive(UUID account) {
        return Objects.requireNonNull(jdbc.sql("SELECT deactivated_at IS NULL FROM staff_account WHERE id = :id")
                .param("id", account)
                .query(Boolean.class)
                .single());
    }

    private long entries() {
        return jdbc.sql("SELECT count(*) FROM audit_entry WHERE action <> 'staff.signed-in'")
                .query(Long.class)
                .single();
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }
}
