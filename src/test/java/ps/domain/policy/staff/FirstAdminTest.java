package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

@PolicyTest
@TestPropertySource(properties = "policy.staff.first-admin=Huda@Example.com")
@ExtendWith(OutputCaptureExtension.class)
class FirstAdminTest {

    private static final String PASSWORD = "olive grove at dusk";

    private static final Pattern LINK =
            Pattern.compile("http://localhost:8080(/admin/set-password/[A-Za-z0-9_-]{43})[?]language=ar");

    @LocalServerPort
    private int port;

    @Autowired
    private FirstAdmin firstAdmin;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffBrowser browser;

    @BeforeEach
    void openABrowser() {
        browser = new StaffBrowser(port);
    }

    @Test
    void theFirstStartLogsALinkWithWhichThatPersonSetsAPasswordAndSignsIn(CapturedOutput output) {
        String link = start(output).orElseThrow();

        HttpResponse<String> form = browser.get(link + "?language=en");
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(page(form).select("dd").text()).isEqualTo("huda@example.com");
        HttpResponse<String> saved =
                browser.post(link, Map.of("password", PASSWORD, "repeated", PASSWORD, "language", "en"));
        assertThat(target(saved)).isEqualTo("/admin/sign-in?password-set=&language=en");
        assertThat(page(browser.get(target(saved))).select("[role=status]").text())
                .isEqualTo("Your password is saved. Sign in with it now.");
        assertThat(target(browser.signIn("huda@example.com", PASSWORD))).isEqualTo("/admin");
        assertThat(page(browser.get("/admin/drafts")).select("html").attr("lang"))
                .isEqualTo("en");

        assertThat(trail()).containsExactly("staff.first-admin-created", "staff.password-set", "staff.signed-in");
        assertThat(jdbc.sql("SELECT string_agg(audit_entry::text, '') FROM audit_entry")
                        .query(String.class)
                        .single())
                .doesNotContain(link.substring(link.lastIndexOf('/') + 1), PASSWORD);
        assertThat(output).doesNotContainIgnoringCase("huda@example.com");
        assertThat(jdbc.sql("SELECT password_hash FROM staff_account")
                        .query(String.class)
                        .single())
                .startsWith("{argon2}$argon2id$");
    }

    @Test
    void theLinkWorksOnce(CapturedOutput output) {
        String link = start(output).orElseThrow();
        browser.get(link);
        browser.post(link, Map.of("password", PASSWORD, "repeated", PASSWORD));

        assertThat(browser.get(link).statusCode()).isEqualTo(404);
        HttpResponse<String> again =
                browser.post(link, Map.of("password", "another good one", "repeated", "another good one"));
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(page(again).select("h1").text()).isEqualTo("This link no longer works");
        assertThat(target(browser.signIn("huda@example.com", PASSWORD))).isEqualTo("/admin");
    }

    @Test
    void theLinkWorksForAnHour(CapturedOutput output) {
        String link = start(output).orElseThrow();

        clock.advance(Duration.ofMinutes(59));
        assertThat(browser.get(link).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(browser.post(link, Map.of("password", PASSWORD, "repeated", PASSWORD))
                        .statusCode())
                .isEqualTo(404);
        assertThat(browser.get(link).statusCode()).isEqualTo(404);
    }

    @Test
    void aLaterStartLogsAFreshLinkAndTheOldOneDies(CapturedOutput output) {
        String old = start(output).orElseThrow();
        String fresh = start(output).orElseThrow();

        assertThat(fresh).isNotEqualTo(old);
        assertThat(browser.get(old).statusCode()).isEqualTo(404);
        assertThat(browser.get(fresh).statusCode()).isEqualTo(200);
        assertThat(trail()).containsExactly("staff.first-admin-created");
    }

    @Test
    void aSlipInTheAddressIsMendedByAnotherStart(CapturedOutput output) {
        staff.register("hufa@example.com", "hufa", Role.ADMIN, Language.EN, null, Actor.APPLICATION);

        String link = start(output).orElseThrow();

        assertThat(page(browser.get(link)).select("dd").text()).isEqualTo("huda@example.com");
        assertThat(jdbc.sql("SELECT email FROM staff_account WHERE deactivated_at IS NULL")
                        .query(String.class)
                        .list())
                .containsExactly("huda@example.com");
    }

    @Test
    void nothingIsLoggedOnceSomebodyHasAPassword(CapturedOutput output) {
        staff.register("sami@example.com", "Sami", Role.EDITOR, Language.EN, PASSWORD, Actor.APPLICATION);

        assertThat(start(output)).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM staff_account")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void onlyAHashOfTheTokenIsKept(CapturedOutput output) {
        String link = start(output).orElseThrow();

        assertThat(jdbc.sql("SELECT staff_link::text FROM staff_link")
                        .query(String.class)
                        .single())
                .doesNotContain(link.substring(link.lastIndexOf('/') + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "short, short, en, The password is too short: it needs at least 12 characters",
        "short, short, ar, كلمة المرور قصيرة: يجب ألا تقل عن 12 حرفًا",
        "olive grove at dusk, olive grove at dawn, en, The two passwords differ",
        "my name is huda, my name is huda, en, The password may not contain your email address",
        "password1234, password1234, en, 'This password is easy to guess: choose another, such as several unrelated words'",
        "aaaaaaaaaaaaa, aaaaaaaaaaaaa, ar, 'كلمة المرور هذه سهلة التخمين: اختر غيرها، كعدة كلمات لا صلة بينها'",
    })
    void aPasswordThatWillNotDoIsRefusedInTheLanguageOfThePage(
            String password, String repeated, String language, String message, CapturedOutput output) {
        String link = start(output).orElseThrow();
        browser.get(link + "?language=" + language);

        HttpResponse<String> answer =
                browser.post(link, Map.of("password", password, "repeated", repeated, "language", language));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(page(answer).select("html").attr("lang")).isEqualTo(language);
        assertThat(page(answer).select(".error-summary li").eachText()).containsExactly(message);
        assertThat(page(answer).select("input[type=password]").eachAttr("value"))
                .isEmpty();
        assertThat(browser.get(link).statusCode()).isEqualTo(200);
    }

    @Test
    void aFormFromAnotherSiteSetsNoPassword(CapturedOutput output) {
        String link = start(output).orElseThrow();

        assertThat(browser.postWithoutToken(link, Map.of("password", PASSWORD, "repeated", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
    }

    /** Does what a start does, and gives the path of the link that it logged. */
    private Optional<String> start(CapturedOutput output) {
        int before = output.getOut().length();
        firstAdmin.run(new DefaultApplicationArguments());
        Matcher link = LINK.matcher(output.getOut().substring(before));
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }
}
