package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.Language;

@PolicyTest
@Import(SignedInStaffTest.WhoAmI.class)
class SignedInStaffTest {

    private static final String PASSWORD = "olive grove at dusk";

    /** There for everybody, with the whole layout. */
    private static final String A_STAFF_PAGE = "/admin/set-password/none";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private JdbcClient jdbc;

    private StaffBrowser browser;

    private StaffPrincipal huda;

    @BeforeEach
    void hudaWorksHere() {
        browser = new StaffBrowser(port);
        huda = staff.register("huda@example.com", "Huda Khalil", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);
    }

    @Test
    void controllersAreToldWhoActs() {
        browser.signIn("huda@example.com", PASSWORD);

        assertThat(browser.get("/admin/who-am-i").body()).isEqualTo(huda.id() + " Huda Khalil");
    }

    @Test
    void whenASessionWasLastUsedIsKeptToTheMinute() {
        browser.signIn("huda@example.com", PASSWORD);
        browser.get("/admin/who-am-i");
        jdbc.sql("UPDATE spring_session SET last_access_time = last_access_time - 10000")
                .update();
        Kept before = kept();

        browser.get("/admin/who-am-i");
        assertThat(kept()).isEqualTo(before);

        jdbc.sql("UPDATE spring_session SET last_access_time = last_access_time - 50000")
                .update();
        browser.get("/admin/who-am-i");
        assertThat(kept().lastAccess()).isGreaterThanOrEqualTo(before.lastAccess() + 10_000);
        assertThat(kept().expiry())
                .isEqualTo(kept().lastAccess() + Duration.ofMinutes(30).toMillis());
    }

    /** The one session there is; {@code xmin}: who wrote the row. */
    private record Kept(long lastAccess, long expiry, String xmin) {}

    private Kept kept() {
        return jdbc.sql("SELECT last_access_time AS last_access, expiry_time AS expiry, xmin::text FROM spring_session")
                .query(Kept.class)
                .single();
    }

    @ParameterizedTest
    @EnumSource
    void everyRoleMayUseTheStaffPages(Role role) {
        assertThat(mvc.get().uri("/admin/who-am-i").with(SignedIn.as(staff, role)))
                .hasStatusOk()
                .bodyText()
                .endsWith(role.name().toLowerCase(Locale.ROOT));
        assertThat(mvc.post().uri("/admin/who-am-i").with(SignedIn.as(huda))).hasStatus(403);
        assertThat(mvc.post().uri("/admin/who-am-i").with(SignedIn.as(huda)).with(csrf()))
                .hasStatusOk();
    }

    @Test
    void theLayoutShowsWhoIsSignedInAndWhereToGo() {
        browser.signIn("huda@example.com", PASSWORD);
        HttpResponse<String> answer = browser.get(A_STAFF_PAGE);

        assertThat(page(answer).select(".user").text()).isEqualTo("Huda Khalil");
        assertThat(page(answer).select("nav a").eachAttr("href"))
                .containsExactly("/admin/drafts", "/admin/notices", "/admin/account-holders", "/admin/trail");
        assertThat(page(answer).select("form[action=/admin/sign-out] input[name=_csrf]"))
                .hasSize(1);
        assertThat(page(answer).select("[style], style, script:not([src]), [onclick]"))
                .isEmpty();
    }

    @Test
    void theLanguageChosenStaysForThisSessionAndTheNext() {
        browser.signIn("huda@example.com", PASSWORD);
        assertThat(page(browser.get(A_STAFF_PAGE)).select("html").attr("lang")).isEqualTo("en");

        HttpResponse<String> answer =
                browser.post("/admin/language", Map.of("language", "ar", "to", A_STAFF_PAGE + "?x=%7By%7D"));

        assertThat(target(answer)).isEqualTo(A_STAFF_PAGE + "?x=%7By%7D");
        assertThat(page(browser.get(A_STAFF_PAGE)).select("html").attr("dir")).isEqualTo("rtl");
        StaffBrowser tomorrow = new StaffBrowser(port);
        tomorrow.signIn("huda@example.com", PASSWORD);
        assertThat(page(tomorrow.get(A_STAFF_PAGE)).select("html").attr("lang")).isEqualTo("ar");
    }

    @Test
    void anErrorSpeaksTheLanguageOfWhoIsSignedIn() {
        browser.signIn("huda@example.com", PASSWORD);
        browser.get(A_STAFF_PAGE);
        browser.post("/admin/language", Map.of("language", "ar"));

        assertThat(page(browser.get("/admin/nothing-here")).select("html").attr("lang"))
                .isEqualTo("ar");
        assertThat(page(browser.postWithoutToken("/admin/sign-out", Map.of()))
                        .select("html")
                        .attr("lang"))
                .isEqualTo("ar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/", "//evil.example", "/en/privacy", "/admin\\evil"})
    void choosingALanguageLeadsNowhereElse(String to) {
        browser.signIn("huda@example.com", PASSWORD);
        browser.get(A_STAFF_PAGE);

        assertThat(target(browser.post("/admin/language", Map.of("language", "ar", "to", to))))
                .isEqualTo("/admin");
    }

    @Test
    void aLanguageThatThereIsNotIsRefused() {
        browser.signIn("huda@example.com", PASSWORD);
        browser.get(A_STAFF_PAGE);

        assertThat(browser.post("/admin/language", Map.of("language", "fr")).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "en"})
    void theSignInPageSpeaksTheLanguageAskedFor(String language) {
        assertThat(page(browser.get("/admin/sign-in?language=" + language))
                        .select("html")
                        .attr("lang"))
                .isEqualTo(language);
    }

    @Test
    void aSessionSurvivesARestart() throws Exception {
        StaffPrincipal person =
                new StaffPrincipal(UUID.randomUUID(), "huda@example.com", "هدى خليل", Role.ADMIN, Language.AR);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(person);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(person);
        }
    }

    /** Stands for another module's page. */
    @RestController
    static class WhoAmI {

        @GetMapping("/admin/who-am-i")
        String show(Actor actor) {
            return actor.id() + " " + actor.name();
        }

        @PostMapping("/admin/who-am-i")
        String send(Actor actor) {
            return show(actor);
        }
    }
}
