package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Somebody who need not have a second factor sets one up, and is asked for it from then on. */
@PolicyTest
class SecondFactorTest {

    private static final String EMAIL = "huda@example.com";

    private static final String PASSWORD = "olive grove at dusk";

    private static final String FACTORS = "/admin/me/second-factor";

    private static final String SECOND = "/admin/sign-in/second";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private SecondFactorReset lastResort;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffPrincipal huda;

    private StaffBrowser browser;

    @BeforeEach
    void hudaIsSignedIn() {
        huda = staff.register(EMAIL, "Huda Khalil", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        browser = new StaffBrowser(port);
        browser.signIn(EMAIL, PASSWORD);
    }

    @Test
    void aCodeFromTheAppIsAskedForOnceItIsSetUpAndIsGoodOnce() {
        AuthenticatorApp app = setUp();
        clock.advance(Duration.ofSeconds(30));

        StaffBrowser other = afterPassword();
        assertThat(target(other.get("/admin/drafts"))).isEqualTo(SECOND + "?to=%2Fadmin%2Fdrafts");
        String code = app.code();
        String halfway = other.session();
        HttpResponse<String> in = other.post(SECOND, Map.of("code", code, "to", "/admin/trail"));
        assertThat(target(in)).isEqualTo("/admin/trail");
        assertThat(other.get("/admin/trail").statusCode()).isEqualTo(200);
        assertThat(other.session()).isNotEqualTo(halfway);
        assertThat(target(other.thiefOf(halfway).get("/admin/drafts"))).startsWith("/admin/sign-in?");

        StaffBrowser thief = afterPassword();
        HttpResponse<String> replayed = thief.post(SECOND, Map.of("code", code));
        assertThat(replayed.statusCode()).isEqualTo(422);
        assertThat(page(replayed).select(".error-summary").text())
                .contains("The code is not right, or was used already");
        assertThat(target(thief.get("/admin/drafts"))).startsWith(SECOND);
        assertThat(trail())
                .containsSubsequence(
                        "staff.authenticator-added",
                        "staff.signed-in",
                        "staff.new-device",
                        "staff.second-factor-refused")
                .doesNotContain("staff.password-refused");
        assertThat(queued()).contains("domain.ps: a second factor was added");
        assertThat(page(browser.get("/admin/me")).text()).contains("Change the second factor");
    }

    @Test
    void aTelephoneMayBeHalfAMinuteAheadOrBehindAndNoMore() {
        AuthenticatorApp app = setUp();
        clock.advance(Duration.ofMinutes(5));

        for (Duration ahead : List.of(Duration.ofSeconds(-60), Duration.ofSeconds(60))) {
            assertThat(afterPassword()
                            .post(SECOND, Map.of("code", app.codeIn(ahead)))
                            .statusCode())
                    .isEqualTo(422);
        }
        // Arabic digits, and a space where apps show one.
        String ahead = app.codeIn(Duration.ofSeconds(30))
                .chars()
                .mapToObj(digit -> String.valueOf((char) (digit - '0' + '٠')))
                .collect(Collectors.joining());
        assertThat(target(afterPassword()
                        .post(SECOND, Map.of("code", ahead.substring(0, 3) + " " + ahead.substring(3)))))
                .isEqualTo("/admin");
        assertThat(afterPassword().post(SECOND, Map.of("code", app.code())).statusCode())
                .as("an earlier code than the one that was taken")
                .isEqualTo(422);
        clock.advance(Duration.ofSeconds(90));
        assertThat(target(afterPassword().post(SECOND, Map.of("code", app.codeIn(Duration.ofSeconds(-30))))))
                .isEqualTo("/admin");
    }

    @Test
    void guessingCodesIsSlowedAndTellsNobodyThePassword() {
        AuthenticatorApp app = setUp();
        clock.advance(Duration.ofMinutes(1));
        StaffBrowser guesser = afterPassword();
        for (int guess = 0; guess < 5; guess++) {
            assertThat(guesser.post(SECOND, Map.of("code", "00000" + guess)).statusCode())
                    .isEqualTo(422);
        }
        HttpResponse<String> throttled = guesser.post(SECOND, Map.of("code", app.code()));
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("30");

        browser.get("/admin/drafts");
        browser.post("/admin/sign-out", Map.of());
        browser.signIn(EMAIL, PASSWORD);
        browser.get(SECOND);
        assertThat(target(browser.post(SECOND, Map.of("code", app.code()))))
                .as("the owner, at a browser that is known")
                .isEqualTo("/admin");

        clock.advance(Duration.ofSeconds(30));
        assertThat(target(guesser.post(SECOND, Map.of("code", app.code())))).isEqualTo("/admin");
    }

    @Test
    void aRecoveryCodeIsGoodOnceAndItsOwnerIsTold() {
        List<String> codes = codesAfterSetUp();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();

        assertThat(target(afterPassword()
                        .post(SECOND, Map.of("code", codes.getFirst().toUpperCase(Locale.ROOT)))))
                .isEqualTo("/admin");
        assertThat(afterPassword()
                        .post(SECOND, Map.of("code", codes.getFirst()))
                        .statusCode())
                .isEqualTo(422);
        assertThat(queued()).contains("domain.ps: a recovery code was used");
        assertThat(page(browser.get(FACTORS)).text()).contains("9 are left.");

        HttpResponse<String> renewed = browser.post(FACTORS, Map.of("then", "codes", "password", PASSWORD));
        List<String> fresh = page(renewed).select(".codes code").eachText();
        assertThat(afterPassword().post(SECOND, Map.of("code", codes.get(1))).statusCode())
                .isEqualTo(422);
        assertThat(target(afterPassword().post(SECOND, Map.of("code", fresh.get(1)))))
                .isEqualTo("/admin");
        assertThat(kept()).doesNotContain(codes.get(1)).doesNotContain(fresh.get(2));
    }

    @Test
    void nothingChangesWithoutThePassword() {
        setUp();
        for (String then : List.of("app", "passkey", "codes", "no-app", "x")) {
            browser.get(FACTORS);
            HttpResponse<String> answer = browser.post(FACTORS, Map.of("then", then, "password", "guess"));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(page(answer).select(".qr, .codes, [data-options]")).isEmpty();
        }
        assertThat(browser.postWithoutToken(FACTORS, Map.of("then", "no-app", "password", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
        // What another account was offered, or was offered too long ago, is worth nothing.
        staff.register("omar@example.com", "Omar", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser his = new StaffBrowser(port);
        his.signIn("omar@example.com", PASSWORD);
        his.get(FACTORS);
        HttpResponse<String> offered = his.post(FACTORS, Map.of("then", "app", "password", PASSWORD));
        String sealed = page(offered).select("[name=sealed]").val();
        AuthenticatorApp app =
                new AuthenticatorApp(page(offered).select(".secret").text(), clock);
        browser.get(FACTORS);
        assertThat(browser.post(FACTORS + "/app", Map.of("sealed", sealed, "code", app.code()))
                        .statusCode())
                .isEqualTo(422);
        clock.advance(Duration.ofMinutes(16));
        assertThat(his.post(FACTORS + "/app", Map.of("sealed", sealed, "code", app.code()))
                        .statusCode())
                .isEqualTo(422);
        assertThat(his.post(FACTORS + "/passkey", Map.of("credential", "{}", "name", "x"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(trail())
                .containsOnlyOnce("staff.authenticator-added")
                .doesNotContain("staff.authenticator-removed", "staff.recovery-codes-renewed", "staff.passkey-added");
    }

    @Test
    void whoHasShownThePasswordOnlyHasAQuarterOfAnHourAndCannotDoAnythingElse() {
        AuthenticatorApp app = setUp();
        clock.advance(Duration.ofMinutes(1));
        StaffBrowser half = afterPassword();
        half.get(SECOND);
        assertThat(target(half.post("/admin/me/password", Map.of("password", PASSWORD))))
                .startsWith(SECOND);
        assertThat(half.getPart("/admin/drafts").headers().firstValue("HX-Refresh"))
                .hasValue("true");

        clock.advance(Duration.ofMinutes(15));
        assertThat(half.post(SECOND, Map.of("code", app.code())).statusCode()).isNotEqualTo(302);
        assertThat(target(half.get("/admin/drafts"))).startsWith("/admin/sign-in?");
    }

    @Test
    void anAdministratorAndTheLastResortGiveWhoHasLostItAnotherBeginning() {
        setUp();
        staff.register("amal@example.com", "Amal", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser admin = new StaffBrowser(port);
        admin.signIn("amal@example.com", PASSWORD);
        String colleague = "/admin/staff/" + huda.id();
        assertThat(page(admin.get(colleague)).select("button[value=factors]")).hasSize(1);
        assertThat(admin.post(colleague, Map.of("then", "factors", "password", "guess"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(browser.get(FACTORS).statusCode()).isEqualTo(200);

        admin.post(colleague, Map.of("then", "factors", "password", PASSWORD));
        assertThat(target(browser.get(FACTORS))).startsWith("/admin/sign-in?");
        assertThat(target(browser.signIn(EMAIL, PASSWORD))).isEqualTo("/admin");
        assertThat(queued()).contains("domain.ps: your second factor was reset");

        setUp();
        lastResort.reset(" HUDA@example.com");
        assertThat(target(browser.signIn(EMAIL, PASSWORD))).isEqualTo("/admin");
        assertThat(trail().stream().filter("staff.second-factor-reset"::equals)).hasSize(2);
    }

    @Test
    void theSecretIsKeptEncryptedForItsAccountAlone() {
        HttpResponse<String> offered = offered();
        String typed = page(offered).select(".secret").text().replace(" ", "");
        finish(offered);

        assertThat(jdbc.sql("SELECT length(secret) FROM staff_authenticator")
                        .query(Integer.class)
                        .single())
                .isEqualTo(12 + 20 + 16);
        assertThat(kept()).doesNotContain(typed);
        StaffPrincipal omar =
                staff.register("omar@example.com", "Omar", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
        jdbc.sql("UPDATE staff_authenticator SET account_id = :omar")
                .param("omar", omar.id())
                .update();
        clock.advance(Duration.ofMinutes(1));
        StaffBrowser his = new StaffBrowser(port);
        his.signIn("omar@example.com", PASSWORD);
        his.get(SECOND);
        assertThat(his.post(SECOND, Map.of("code", new AuthenticatorApp(typed, clock).code()))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void whoeverRemovesTheLastFactorNeedsThePasswordOnlyFromThenOn() {
        setUp();
        browser.get(FACTORS);
        assertThat(target(browser.post(FACTORS, Map.of("then", "no-app", "password", PASSWORD))))
                .isEqualTo(FACTORS);

        assertThat(target(new StaffBrowser(port).signIn(EMAIL, PASSWORD))).isEqualTo("/admin");
        assertThat(jdbc.sql("SELECT count(*) FROM staff_recovery_code")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(queued()).contains("domain.ps: a second factor was removed");
    }

    /** Another browser, after the first step. */
    private StaffBrowser afterPassword() {
        StaffBrowser other = new StaffBrowser(port);
        HttpResponse<String> answer = other.signIn(EMAIL, PASSWORD);
        assertThat(target(answer)).isEqualTo(SECOND);
        other.get(SECOND);
        return other;
    }

    private HttpResponse<String> offered() {
        browser.get(FACTORS);
        return browser.post(FACTORS, Map.of("then", "app", "password", PASSWORD));
    }

    private HttpResponse<String> finish(HttpResponse<String> offered) {
        AuthenticatorApp app =
                new AuthenticatorApp(page(offered).select(".secret").text(), clock);
        return browser.post(
                FACTORS + "/app",
                Map.of("sealed", page(offered).select("[name=sealed]").val(), "code", app.code()));
    }

    private AuthenticatorApp setUp() {
        HttpResponse<String> offered = offered();
        assertThat(finish(offered).statusCode()).isEqualTo(200);
        return new AuthenticatorApp(page(offered).select(".secret").text(), clock);
    }

    private List<String> codesAfterSetUp() {
        List<String> codes = page(finish(offered())).select(".codes code").eachText();
        browser.get(FACTORS);
        return codes;
    }

    private List<String> queued() {
        return jdbc.sql("SELECT subject FROM letter JOIN delivery USING (mailing_id)")
                .query(String.class)
                .list();
    }

    private String kept() {
        return jdbc.sql("""
                SELECT (SELECT coalesce(string_agg(c::text, ''), '') FROM staff_recovery_code c)
                    || (SELECT coalesce(string_agg(a::text, ''), '') FROM staff_authenticator a)
                    || (SELECT coalesce(string_agg(l::text, ''), '') FROM letter l)
                    || (SELECT coalesce(string_agg(e::text, ''), '') FROM audit_entry e)
                """).query(String.class).single();
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }
}
