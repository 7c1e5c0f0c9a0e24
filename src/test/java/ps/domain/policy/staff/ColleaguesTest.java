package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;
import static ps.domain.policy.testing.StaffBrowser.target;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.MailServers;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.Ports;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.Wire;
import ps.domain.policy.text.Language;

@PolicyTest
class ColleaguesTest {

    private static final String PASSWORD = "olive grove at dusk";

    private static final Pattern LINK = Pattern.compile("/admin/set-password/[\\w-]+[?]language=(ar|en)");

    /** At the same port after a pause, which the application is not told of. */
    private static final GreenMail MAIL = new GreenMail(MailServers.at(Ports.free(), ServerSetup.PROTOCOL_SMTP));

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private StaffPrincipal admin;

    private StaffBrowser browser;

    @DynamicPropertySource
    static void relay(DynamicPropertyRegistry registry) {
        registry.add("policy.delivery.smtp.host", () -> "127.0.0.1");
        registry.add(
                "policy.delivery.smtp.port",
                () -> MAIL.getSmtp().getServerSetup().getPort());
    }

    @BeforeEach
    void mailArrives() {
        MAIL.start();
    }

    @AfterEach
    void mailArrivesNoMore() {
        MAIL.stop();
    }

    @BeforeEach
    void anAdministratorIsSignedIn() {
        admin = staff.register("admin@example.com", "Amal", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        browser = signedIn("admin@example.com");
    }

    @Test
    void somebodyInvitedSetsAPasswordByTheLinkInTheMailAndComesIn() throws Exception {
        browser.get("/admin/staff/new");
        HttpResponse<String> answer = browser.post("/admin/staff/new", invitation(Map.of()));

        HttpResponse<String> shown = browser.get(target(answer));
        assertThat(page(shown).select("[role=status]").text()).contains("on its way to omar@example.com");
        assertThat(shown.body()).doesNotContain("/admin/set-password/");
        assertThat(MAIL.getReceivedMessages()[0].getSubject()).contains("كلمة مرورك");
        assertThat(MAIL.getReceivedMessages()[0].getAllRecipients()[0]).hasToString("omar@example.com");

        StaffBrowser omar = new StaffBrowser(port);
        String opened = linkInMail();
        String link = opened.substring(0, opened.indexOf('?'));
        Document inHisLanguage = page(omar.get(opened));
        assertThat(inHisLanguage.select("html").attr("lang")).isEqualTo("ar");
        Document switched =
                page(omar.get(inHisLanguage.select("header a[hreflang=en]").attr("href")));
        assertThat(switched.select("html").attr("lang")).isEqualTo("en");
        omar.post(link, Map.of("password", "a cedar by the road", "repeated", "a cedar by the road", "language", "en"));
        assertThat(target(omar.signIn("omar@example.com", "a cedar by the road")))
                .isEqualTo("/admin");
        assertThat(omar.get("/admin/staff").statusCode()).isEqualTo(403);
        assertThat(trail()).contains("staff.registered", "staff.password-set");
        assertThat(everythingKept()).doesNotContain(link.substring(link.lastIndexOf('/') + 1));
    }

    static List<Arguments> forged() {
        return List.of(
                Arguments.of("an invitation", List.of("Host: evil.example")),
                Arguments.of("an invitation", List.of("Host: localhost", "X-Forwarded-Host: evil.example")),
                Arguments.of("a new password", List.of("Host: evil.example")),
                Arguments.of(
                        "a new password",
                        List.of("Host: localhost", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https")),
                Arguments.of("a new password", List.of("Host: localhost", "Forwarded: host=evil.example;proto=https")),
                Arguments.of("a new password", List.of("Host: localhost", "X-Forwarded-Prefix: //evil.example")),
                Arguments.of("a new password", List.of("Host: localhost:80@evil.example")),
                Arguments.of("one's own password", List.of("Host: evil.example", "X-Forwarded-Host: evil.example")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("forged")
    void theLinkInAMailLeadsToThePublicAddressWhateverHostIsAskedFor(String of, List<String> headers) throws Exception {
        String path = switch (of) {
            case "an invitation" -> "/admin/staff/new";
            case "a new password" -> "/admin/staff/" + omar(Role.EDITOR).id();
            default -> "/admin/me/password";
        };
        Map<String, String> fields = switch (of) {
            case "an invitation" -> invitation(Map.of());
            case "a new password" -> Map.of("then", "link", "password", PASSWORD);
            default ->
                Map.of("password", PASSWORD, "fresh", "another grove at noon", "repeated", "another grove at noon");
        };
        String token =
                page(browser.get("/admin/me")).expectFirst("input[name=_csrf]").val();
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));

        Wire.Answer answer = new Wire(port)
                .send(
                        "POST",
                        path,
                        form,
                        Stream.concat(
                                        headers.stream(),
                                        Stream.of(
                                                "Cookie: __Host-session=" + browser.session(),
                                                "X-CSRF-TOKEN: " + token,
                                                "Content-Type: application/x-www-form-urlencoded"))
                                .toArray(String[]::new));

        assertThat(answer.text()).doesNotContain("evil.example");
        if (headers.getFirst().contains("@")) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(mailed()).isEmpty();
            return;
        }
        assertThat(answer.status()).as(answer.text()).isBetween(302, 303);
        assertThat(mailed())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text)
                        .containsPattern("http://localhost:8080/admin/(set-password/|me)")
                        .doesNotContain("evil.example"));
    }

    /** The parts of what was sent, and of what is to be sent. */
    private List<String> mailed() throws Exception {
        List<String> parts = new ArrayList<>(jdbc.sql("SELECT unnest(ARRAY[text, html]) FROM letter")
                .query(String.class)
                .list());
        for (MimeMessage message : MAIL.getReceivedMessages()) {
            MimeMultipart content = (MimeMultipart) message.getContent();
            for (int part = 0; part < content.getCount(); part++) {
                parts.add(content.getBodyPart(part).getContent().toString());
            }
        }
        return parts;
    }

    @Test
    void whatIsMissingOfAnInvitationIsSaidAndNothingTypedIsLost() {
        browser.get("/admin/staff/new");

        HttpResponse<String> answer = browser.post(
                "/admin/staff/new", invitation(Map.of("email", "omar", "role", "OWNER", "password", "no")));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(page(answer).select(".error-summary li").eachText())
                .containsExactly("Enter an email address", "Choose a role", "That is not your password");
        assertThat(page(answer).select("#name").val()).isEqualTo("Omar");
        assertThat(page(answer).select("#email").val()).isEqualTo("omar");

        answer = browser.post("/admin/staff/new", invitation(Map.of("email", "ADMIN@example.com")));
        assertThat(page(answer).select(".error-summary li").eachText())
                .containsExactly("There is a staff account with this address already");
        assertThat(MAIL.getReceivedMessages()).isEmpty();
    }

    @Test
    void whereTheMailCannotBeSentTheLinkIsShownAndTheTrailSaysSo() {
        MAIL.stop();
        browser.get("/admin/staff/new");

        HttpResponse<String> shown = browser.get(target(browser.post("/admin/staff/new", invitation(Map.of()))));

        assertThat(page(shown).select("[role=alert]").text())
                .contains("Hand this link over in person", "/admin/set-password/");
        assertThat(trail()).endsWith("staff.registered", "staff.link-shown");
    }

    @Test
    void aDeactivatedColleagueIsOutAtOnceAndComesBackWithANewPasswordOnly() throws Exception {
        StaffPrincipal omar = omar(Role.EDITOR);
        StaffBrowser his = signedIn("omar@example.com");
        assertThat(his.get("/admin/drafts").statusCode()).isEqualTo(200);

        change(omar, Map.of("then", "deactivation"));
        assertThat(target(his.get("/admin/drafts"))).startsWith("/admin/sign-in");
        assertThat(signedIn("omar@example.com").get("/admin/drafts").statusCode())
                .isEqualTo(302);

        change(omar, Map.of("then", "link"));
        assertThat(his.signIn("omar@example.com", PASSWORD).statusCode()).isEqualTo(422);
        String link = linkInMail();
        his.get(link);
        his.post(link, Map.of("password", "a cedar by the road", "repeated", "a cedar by the road", "language", "en"));
        assertThat(target(his.signIn("omar@example.com", "a cedar by the road")))
                .isEqualTo("/admin");
        assertThat(trail()).contains("staff.deactivated", "staff.reactivated");
    }

    @Test
    void aNewRoleCountsFromTheNextRequestOn() {
        StaffPrincipal omar = omar(Role.ADMIN);
        StaffBrowser his = signedIn("omar@example.com");
        assertThat(his.get("/admin/staff").statusCode()).isEqualTo(200);

        change(omar, Map.of("then", "role", "role", "EDITOR"));

        assertThat(target(his.get("/admin/staff"))).startsWith("/admin/sign-in");
        assertThat(signedIn("omar@example.com").get("/admin/staff").statusCode())
                .isEqualTo(403);
    }

    @Test
    void theLastAdministratorStays() {
        staff.register("zaid@example.com", "Zaid", Role.ADMIN, Language.EN, null, Actor.APPLICATION);

        for (Map<String, String> step :
                List.of(Map.of("then", "deactivation"), Map.of("then", "role", "role", "EDITOR"))) {
            HttpResponse<String> answer = change(admin, step);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(page(answer).select(".error-summary").text()).contains("the last administrator");
        }
        assertThat(browser.get("/admin/staff").statusCode()).isEqualTo(200);

        omar(Role.ADMIN);
        assertThat(change(admin, Map.of("then", "role", "role", "EDITOR")).statusCode())
                .isEqualTo(302);
        assertThat(target(browser.get("/admin/staff"))).startsWith("/admin/sign-in");
    }

    /** Whoever has only mistyped the password must not save the role that was before. */
    @ParameterizedTest
    @ValueSource(strings = {"", "guess"})
    void aRoleThatWasChosenIsStillChosenWhereThePasswordIsWrong(String password) {
        StaffPrincipal omar = omar(Role.EDITOR);
        browser.get("/admin/staff/" + omar.id());

        HttpResponse<String> refused = browser.post(
                "/admin/staff/" + omar.id(), Map.of("then", "role", "role", "APPROVER", "password", password));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(page(refused).select("input[name=role][checked]").eachAttr("value"))
                .containsExactly("APPROVER");
    }

    @Test
    void aChangeToNoRoleIsRefused() {
        StaffPrincipal omar = omar(Role.EDITOR);
        browser.get("/admin/staff/" + omar.id());

        assertThat(change(omar, Map.of("then", "role")).statusCode()).isEqualTo(400);
    }

    @Test
    void nothingHappensWithoutThePassword() {
        StaffPrincipal omar = omar(Role.EDITOR);
        browser.get("/admin/staff/" + omar.id());

        for (String then : List.of("role", "link", "deactivation")) {
            HttpResponse<String> answer = browser.post(
                    "/admin/staff/" + omar.id(), Map.of("then", then, "role", "ADMIN", "password", "guess"));
            assertThat(answer.statusCode()).isEqualTo(422);
        }
        assertThat(trail()).doesNotContain("staff.role-changed", "staff.deactivated", "staff.link-sent");
        assertThat(signedIn("omar@example.com").get("/admin/drafts").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPasswordIsChangedWithTheOneBeforeAndEndsTheOtherSessions() {
        StaffBrowser other = signedIn("admin@example.com");
        browser.get("/admin/me");

        HttpResponse<String> refused =
                browser.post("/admin/me/password", Map.of("password", "guess", "fresh", "short", "repeated", "short"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(page(refused).select(".error-summary li").eachText())
                .containsExactly(
                        "The password is too short: it needs at least 12 characters", "That is not your password");
        assertThat(refused.body()).doesNotContain("guess");

        HttpResponse<String> changed = browser.post(
                "/admin/me/password",
                Map.of("password", PASSWORD, "fresh", "a cedar by the road", "repeated", "a cedar by the road"));
        assertThat(target(changed)).isEqualTo("/admin/me");
        assertThat(browser.get("/admin/me").statusCode()).isEqualTo(200);
        assertThat(target(other.get("/admin/me"))).startsWith("/admin/sign-in");
        assertThat(other.signIn("admin@example.com", PASSWORD).statusCode()).isEqualTo(422);
        assertThat(queued())
                .containsExactlyInAnyOrder(
                        "domain.ps: sign-in with a new browser", "domain.ps: your staff password was changed");
    }

    @Test
    void oneSeesWhereOneIsSignedInAndEndsASessionThere() {
        StaffBrowser other = signedIn("admin@example.com");
        StaffBrowser third = signedIn("admin@example.com");
        HttpResponse<String> me = browser.get("/admin/me");
        assertThat(page(me).select("table tbody tr")).hasSize(3);

        browser.post(
                "/admin/me/sessions",
                Map.of("row", page(me).select("input[name=row]").getFirst().val()));
        assertThat(page(browser.get("/admin/me")).select("table tbody tr")).hasSize(2);
        browser.post("/admin/me/sessions", Map.of());

        assertThat(target(other.get("/admin/me"))).startsWith("/admin/sign-in");
        assertThat(target(third.get("/admin/me"))).startsWith("/admin/sign-in");
        assertThat(page(browser.get("/admin/me")).select("table tbody tr")).hasSize(1);
    }

    @Test
    void theSessionOfSomebodyElseCannotBeEnded() {
        omar(Role.EDITOR);
        StaffBrowser his = signedIn("omar@example.com");
        String row = jdbc.sql("SELECT primary_id FROM spring_session WHERE principal_name = :admin")
                .param("admin", admin.id().toString())
                .query(String.class)
                .single();
        his.get("/admin/me");

        his.post("/admin/me/sessions", Map.of("row", row));

        assertThat(browser.get("/admin/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionEndsAfterTwelveHoursHoweverBusyItIs() {
        for (int time = 0; time < 35; time++) {
            clock.advance(Duration.ofMinutes(20));
            assertThat(browser.get("/admin/me").statusCode()).isEqualTo(200);
        }
        clock.advance(Duration.ofMinutes(20));

        assertThat(target(browser.get("/admin/me"))).startsWith("/admin/sign-in");
    }

    @Test
    void aNewBrowserIsToldOfByMailAndAKnownOneIsNot() {
        assertThat(queued()).isEmpty();

        browser.get("/admin/me");
        browser.post("/admin/sign-out", Map.of());
        browser.signIn("admin@example.com", PASSWORD);
        assertThat(queued()).isEmpty();

        signedIn("admin@example.com");
        assertThat(queued()).containsExactly("domain.ps: sign-in with a new browser");
        assertThat(trail()).contains("staff.new-device");
    }

    private StaffPrincipal omar(Role role) {
        return staff.register("omar@example.com", "Omar", role, Language.EN, PASSWORD, Actor.APPLICATION);
    }

    private StaffBrowser signedIn(String email) {
        StaffBrowser fresh = new StaffBrowser(port);
        fresh.signIn(email, PASSWORD);
        return fresh;
    }

    private HttpResponse<String> change(StaffPrincipal colleague, Map<String, String> fields) {
        browser.get("/admin/staff/" + colleague.id());
        Map<String, String> all = new TreeMap<>(fields);
        all.put("password", PASSWORD);
        return browser.post("/admin/staff/" + colleague.id(), all);
    }

    private static Map<String, String> invitation(Map<String, String> other) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "name", "Omar", "email", "omar@example.com", "role", "EDITOR", "language", "ar", "password", PASSWORD));
        fields.putAll(other);
        return fields;
    }

    private static String linkInMail() throws Exception {
        MimeMultipart parts = (MimeMultipart) MAIL.getReceivedMessages()[0].getContent();
        Matcher link = LINK.matcher(parts.getBodyPart(0).getContent().toString());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private List<String> queued() {
        return jdbc.sql("SELECT subject FROM letter JOIN delivery USING (mailing_id)")
                .query(String.class)
                .list();
    }

    private String everythingKept() {
        return jdbc.sql("""
                SELECT coalesce(string_agg(l::text, ''), '') || (SELECT string_agg(a::text, '') FROM audit_entry a)
                FROM letter l
                """).query(String.class).single();
    }

    private List<String> trail() {
        return jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                .query(String.class)
                .list();
    }
}
