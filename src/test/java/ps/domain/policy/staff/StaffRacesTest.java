package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.AtOnce;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Two who do the same to accounts at the same moment: it happens once, and the other is told in words. */
@PolicyTest
class StaffRacesTest {

    private static final int ROUNDS = 3;

    private static final String PASSWORD = "olive grove at dusk";

    private static final String FACTORS = "/admin/me/second-factor";

    private static final String SECOND = "/admin/sign-in/second";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private StaffAdministration administration;

    @Autowired
    private PasswordSetting passwords;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffPrincipal amal;
    private StaffPrincipal basil;
    private StaffBrowser hers;
    private StaffBrowser his;

    @BeforeEach
    void twoAdministrators() {
        amal = staff.register("amal@example.com", "Amal", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        basil = staff.register("basil@example.com", "Basil", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        hers = signedIn("amal@example.com");
        his = signedIn("basil@example.com");
    }

    @RepeatedTest(ROUNDS)
    void anAddressIsInvitedOnce() throws Exception {
        hers.get("/admin/staff/new");
        his.get("/admin/staff/new");
        Map<String, String> form = Map.of(
                "name", "Omar", "email", "omar@example.com", "role", "EDITOR", "language", "ar", "password", PASSWORD);

        List<HttpResponse<String>> answers =
                AtOnce.all(() -> hers.post("/admin/staff/new", form), () -> his.post("/admin/staff/new", form));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(302, 422);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 422)
                .allSatisfy(answer ->
                        assertThat(page(answer).select(".error-summary li")).hasSize(1));
        assertThat(count("SELECT count(*) FROM staff_account WHERE email = 'omar@example.com'"))
                .isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void anInvitationIsAcceptedOnce() throws Exception {
        String link = "/admin/set-password/"
                + administration
                        .invite("omar@example.com", "Omar", Role.EDITOR, Language.EN, amal.actor())
                        .token();
        StaffBrowser one = new StaffBrowser(port);
        StaffBrowser other = new StaffBrowser(port);
        one.get(link);
        other.get(link);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> one.post(link, chosen("a cedar by the road")),
                () -> other.post(link, chosen("a stone in the well")));

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .contains(302)
                .allMatch(status -> status < 500)
                .doesNotHaveDuplicates();
        assertThat(count("SELECT count(*) FROM audit_entry WHERE action = 'staff.password-set'"))
                .isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void theLastTwoAdministratorsCannotRemoveEachOther() throws Exception {
        hers.get("/admin/staff/" + basil.id());
        his.get("/admin/staff/" + amal.id());
        Map<String, String> form = Map.of("then", "deactivation", "password", PASSWORD);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post("/admin/staff/" + basil.id(), form), () -> his.post("/admin/staff/" + amal.id(), form));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500);
        assertThat(count("SELECT count(*) FROM staff_account WHERE deactivated_at IS NULL AND role = 'ADMIN'"))
                .isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void aCodeLetsOneIn() throws Exception {
        List<String> codes = codesAfterSetUp();
        StaffBrowser one = afterPassword();
        StaffBrowser other = afterPassword();

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> one.post(SECOND, Map.of("code", codes.getFirst())),
                () -> other.post(SECOND, Map.of("code", codes.getFirst())));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(302, 422);
    }

    @RepeatedTest(ROUNDS)
    void whoeverChangesTheSameAccountASecondTimeIsToldSo() throws Exception {
        String page = "/admin/staff/"
                + staff.register("omar@example.com", "Omar", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION)
                        .id();
        StaffBrowser omars = signedIn("omar@example.com");
        hers.get(page);
        his.get(page);
        omars.get("/admin/me");

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(page, Map.of("then", "role", "role", "APPROVER", "password", PASSWORD)),
                () -> his.post(page, Map.of("then", "deactivation", "password", PASSWORD)),
                () -> hers.post(page, Map.of("then", "link", "password", PASSWORD)),
                () -> his.post(page, Map.of("then", "factors", "password", PASSWORD)),
                () -> omars.post(
                        "/admin/me/password",
                        Map.of(
                                "password",
                                PASSWORD,
                                "fresh",
                                "a cedar by the road",
                                "repeated",
                                "a cedar by the road")),
                () -> omars.post("/admin/language", Map.of("language", "ar")));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500, "no failure of ours");
    }

    @RepeatedTest(ROUNDS)
    void theCodesThatAreShownLastAreGood() throws Exception {
        codesAfterSetUp();
        StaffBrowser elsewhere = hers.thiefOf(hers.session());
        elsewhere.get(FACTORS);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(FACTORS, Map.of("then", "codes", "password", PASSWORD)),
                () -> elsewhere.post(FACTORS, Map.of("then", "codes", "password", PASSWORD)));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200);
        assertThat(count("SELECT count(*) FROM staff_recovery_code")).isEqualTo(10);
    }

    @RepeatedTest(ROUNDS)
    void whoeverPressesTwiceSetsUpOneAppAndSeesCodesThatAreGood() throws Exception {
        hers.get(FACTORS);
        HttpResponse<String> offered = hers.post(FACTORS, Map.of("then", "app", "password", PASSWORD));
        AuthenticatorApp app =
                new AuthenticatorApp(page(offered).select(".secret").text(), clock);
        Map<String, String> form =
                Map.of("sealed", page(offered).select("[name=sealed]").val(), "code", app.code());

        List<HttpResponse<String>> answers =
                AtOnce.all(() -> hers.post(FACTORS + "/app", form), () -> hers.post(FACTORS + "/app", form));
        HttpResponse<String> last = hers.post(FACTORS + "/app", form);

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200);
        assertThat(count("SELECT count(*) FROM staff_recovery_code")).isEqualTo(10);
        assertThat(count("SELECT count(*) FROM audit_entry WHERE action = 'staff.authenticator-added'"))
                .isEqualTo(1);
        StaffBrowser other = afterPassword();
        String shown = page(last).expectFirst(".codes code").text();
        assertThat(other.post(SECOND, Map.of("code", shown)).statusCode()).isEqualTo(302);
    }

    @RepeatedTest(ROUNDS)
    void noCodesAreLeftOfFactorsThatAreRemovedAtTheSameMoment() throws Exception {
        codesAfterSetUp();
        KeptPasskeys.keep("AAAA", amal.id(), jdbc);
        hers.get(FACTORS);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(FACTORS, Map.of("then", "no-app", "password", PASSWORD)),
                () -> hers.post(FACTORS, Map.of("then", "AAAA", "password", PASSWORD)),
                () -> hers.post(FACTORS, Map.of("then", "AAAA", "password", PASSWORD)));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(302);
        assertThat(count("SELECT count(*) FROM staff_recovery_code")).isZero();
        assertThat(count("SELECT count(*) FROM audit_entry WHERE action = 'staff.passkey-removed'"))
                .isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void aSessionThatIsInUseEndsHoweverOftenItIsEnded() throws Exception {
        StaffBrowser elsewhere = signedIn("amal@example.com");
        elsewhere.get("/admin/me");
        hers.get("/admin/me");

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post("/admin/me/sessions", Map.of()),
                () -> hers.post("/admin/me/sessions", Map.of()),
                () -> elsewhere.post("/admin/language", Map.of("language", "ar")),
                () -> elsewhere.post("/admin/me/sessions", Map.of("row", "none")),
                () -> elsewhere.post("/admin/sign-out", Map.of()),
                () -> elsewhere.post("/admin/sign-out", Map.of()));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500, "no failure of ours");
        assertThat(target(elsewhere.get("/admin/me"))).startsWith("/admin/sign-in");
    }

    @Test
    void whoeverIsDeactivatedMeanwhileGetsNoPassword() {
        administration.deactivate(basil.id(), amal.actor());

        assertThatExceptionOfType(ConcurrencyFailureException.class)
                .isThrownBy(() -> passwords.change(basil, "a cedar by the road", ""));
    }

    private static Map<String, String> chosen(String password) {
        return Map.of("password", password, "repeated", password, "language", "en");
    }

    private StaffBrowser signedIn(String email) {
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, PASSWORD);
        if (target(browser.get("/admin/staff")).equals(FACTORS)) {
            throw new IllegalStateException("A second factor is asked for");
        }
        return browser;
    }

    private StaffBrowser afterPassword() {
        StaffBrowser browser = new StaffBrowser(port);
        assertThat(target(browser.signIn("amal@example.com", PASSWORD))).startsWith(SECOND);
        browser.get(SECOND);
        return browser;
    }

    private List<String> codesAfterSetUp() {
        hers.get(FACTORS);
        HttpResponse<String> offered = hers.post(FACTORS, Map.of("then", "app", "password", PASSWORD));
        AuthenticatorApp app =
                new AuthenticatorApp(page(offered).select(".secret").text(), clock);
        HttpResponse<String> done = hers.post(
                FACTORS + "/app",
                Map.of("sealed", page(offered).select("[name=sealed]").val(), "code", app.code()));
        return page(done).select(".codes code").eachText();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
