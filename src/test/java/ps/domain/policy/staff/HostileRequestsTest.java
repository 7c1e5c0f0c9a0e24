package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static ps.domain.policy.testing.StaffBrowser.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.Wire;
import ps.domain.policy.text.Language;

/** Requests that nobody sends by chance: to staff pages by other spellings, with other names, with what is not there. */
@PolicyTest
class HostileRequestsTest {

    private static final String PASSWORD = "olive grove at dusk";

    private static final String NOTHING = "00000000-0000-0000-0000-000000000000";

    private static final String UPLOAD = "/admin/account-holders/imports";

    private static final String PNG = "\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR";

    private static final String LIST = "client_id,name,organization,email,language,status\n1,R,,,ar,Active\n";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private MessageSource messages;

    @Autowired
    private JdbcClient jdbc;

    private Wire wire;

    @BeforeEach
    void aWire() {
        wire = new Wire(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAA", "YQBi", "Jw==", "w/8=", "not Base64", "", "Ly4uLy4uL2V0Yy9wYXNzd2Q="})
    void whatIsNoSessionIsNone(String cookie) {
        for (String address : List.of("/", "/admin/sign-in", "/en/nothing-here", "/en/notice")) {
            assertThat(wire.get(address, "Cookie: __Host-session=" + cookie).status())
                    .as(address)
                    .isIn(200, 302, 404);
        }
    }

    @Test
    void whatTheDatabaseTakesForNoTextIsTheFaultOfWhoeverSentIt() {
        assertThat(new StaffBrowser(port).signIn("a\0b@example.com", PASSWORD).statusCode())
                .isEqualTo(400);
        StaffBrowser admin = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
        admin.get("/admin/me");
        assertThat(admin.post("/admin/me/sessions", Map.of("row", "\0")).statusCode())
                .isEqualTo(400);
        for (String question : List.of("actor", "action", "subject")) {
            assertThat(admin.get("/admin/trail?" + question + "=%00").statusCode())
                    .as(question)
                    .isEqualTo(400);
        }
    }

    @Test
    void noSpellingOfAnAddressLeadsPastTheDoor() {
        StaffBrowser editor = StaffBrowser.of(staff, Role.EDITOR, PASSWORD, port);
        editor.get("/admin");
        String cookie = "Cookie: __Host-session=" + editor.session();
        assertThat(wire.get("/admin/drafts", cookie).status()).isEqualTo(200);
        assertThat(wire.get("/admin/staff", cookie).status()).isEqualTo(403);
        SoftAssertions softly = new SoftAssertions();
        for (StaffAddress address : StaffAddress.all()) {
            if (address.method().equals("GET") && !address.leastRole().equals("ANYBODY")) {
                String path = address.path(NOTHING);
                for (String spelling : spellings(path)) {
                    softly.assertThat(wire.get(spelling).status())
                            .as("a stranger at %s", spelling)
                            .isBetween(300, 499);
                    if (!address.leastRole().equals("EDITOR")
                            && !address.leastRole().equals("SET_UP")) {
                        softly.assertThat(wire.get(spelling, cookie).status())
                                .as("an editor at %s", spelling)
                                .isBetween(300, 499);
                    }
                }
            }
        }
        softly.assertAll();
    }

    private static List<String> spellings(String path) {
        String rest = path.substring("/admin".length());
        return List.of(
                path + "/",
                path + ";x=y",
                path + "/..;/",
                path + "%00",
                path + "\u0000",
                path + ".",
                path + "%20",
                path + ".html",
                "/" + path,
                "/admin;x=y" + rest,
                "/admin/." + rest,
                "/admin/x/.." + rest,
                "/admin/sign-in/.." + rest,
                "/admin/sign-in/..;" + rest,
                "/admin/sign-in/%2e%2e" + rest,
                "/assets/..%2fadmin" + rest,
                "/en/%2e%2e/admin" + rest,
                "/en/..;/admin" + rest,
                "/admin%2f" + rest.replaceFirst("^/", ""),
                "/%61dmin" + rest,
                "/ADMIN" + rest,
                "\\admin" + rest,
                "http://evil.example" + path);
    }

    @Test
    void whatIsNotThereIsNotFoundHoweverItIsNamed() {
        StaffBrowser admin = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
        String token =
                page(admin.get("/admin/me")).expectFirst("input[name=_csrf]").val();
        String[] signedIn = {
            "Cookie: __Host-session=" + admin.session(),
            "X-CSRF-TOKEN: " + token,
            "Content-Type: application/x-www-form-urlencoded"
        };
        SoftAssertions softly = new SoftAssertions();
        for (StaffAddress address : StaffAddress.all()) {
            if (address.isForOneThing() && !address.leastRole().equals("ANYBODY")) {
                for (String name : List.of(
                        NOTHING,
                        "x",
                        "0",
                        "-1",
                        "2147483648",
                        "9223372036854775808",
                        "9".repeat(200),
                        "1e9",
                        "%D9%A3",
                        "%27%20OR%201=1",
                        "%F0%9F%98%80",
                        "%FF")) {
                    String asked = address.method() + " " + address.path(name);
                    softly.assertThat(wire.send(address.method(), address.path(name), "", signedIn)
                                    .status())
                            .as(asked)
                            .isBetween(address.method().equals("POST") ? 300 : 400, 499);
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void aFormWithNothingOrNonsenseInItIsAnsweredWithAPage() {
        StaffBrowser admin = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
        UUID omar = staff.register("omar@example.com", "Omar", Role.APPROVER, Language.EN, PASSWORD, Actor.APPLICATION)
                .id();
        String[] signedIn = {
            "Cookie: __Host-session=" + admin.session(),
            "X-CSRF-TOKEN: "
                    + page(admin.get("/admin/me"))
                            .expectFirst("input[name=_csrf]")
                            .val(),
            "Content-Type: application/x-www-form-urlencoded"
        };
        wire.send("POST", "/admin/drafts", "", signedIn);
        UUID draft = jdbc.sql("SELECT id FROM draft").query(UUID.class).single();
        List<String> bodies = List.of(
                "",
                "then=role",
                "then=role&role=KING",
                "then=nothing",
                "then=language&language=xx",
                "password=&code=&revision=x&number=99999999999999999999&language=xx&kind=x&effective=2026-99-99",
                "revision=0&summary=%00&effective=tomorrow&key=%2F&title=&state=SENT&client=x&file=x&to=//evil.example");
        SoftAssertions softly = new SoftAssertions();
        for (StaffAddress address : StaffAddress.all()) {
            if (address.method().equals("POST") && !address.pattern().matches(".*(sign-out|discard|autosave)")) {
                String about = address.pattern().startsWith("/admin/staff") ? omar.toString() : draft.toString();
                String path = address.path(address.pattern().contains("[0-9]") ? "1" : about);
                for (String body : bodies) {
                    Wire.Answer answer = wire.send("POST", path, body, signedIn);
                    softly.assertThat(answer.status())
                            .as("%s with \"%s\"", path, body)
                            .isBetween(200, 499);
                    if (answer.status() >= 400) {
                        softly.assertThat(answer.text())
                                .as("%s with \"%s\"", path, body)
                                .contains("<html lang=");
                    }
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void anAddressOfNothingIsThatOfNothing() {
        StaffBrowser admin = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
        SoftAssertions softly = new SoftAssertions();
        for (StaffAddress address : StaffAddress.all()) {
            if (address.isForOneThing()
                    && address.method().equals("GET")
                    && !address.leastRole().equals("ANYBODY")) {
                String path = address.path("bounces");
                softly.assertThat(admin.get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
        softly.assertAll();
        assertThat(admin.get("/admin/bounces?before=x").statusCode()).isEqualTo(400);
    }

    @Test
    void aForgedHostIsNeverRepeated() {
        List<String> answers = new ArrayList<>();
        for (String address : List.of(
                "/",
                "/privacy",
                "/en/privacy",
                "/en/privacy/versions",
                "/en/privacy/feed.atom",
                "/en/nothing-here",
                "/sitemap.xml",
                "/robots.txt",
                "/language/en?to=/en/privacy",
                "/admin",
                "/admin/drafts",
                "/admin/sign-in",
                "/admin/set-password/unknown")) {
            for (String[] forged : new String[][] {
                {"Host: evil.example"},
                {"Host: localhost", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"},
                {"Host: localhost", "Forwarded: host=evil.example;proto=https"},
                {"Host: localhost", "X-Original-URL: /admin/staff", "X-Forwarded-Prefix: //evil.example"}
            }) {
                answers.add(wire.get(address, forged).text());
            }
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("evil.example"));
    }

    static List<Arguments> uploads() {
        String part = "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n%s";
        String good = part.formatted("file", "list.csv", LIST);
        return List.of(
                Arguments.of("a picture", List.of(part.formatted("file", "list.csv", PNG)), "BINARY"),
                Arguments.of("nothing in it", List.of(part.formatted("file", "list.csv", "")), "EMPTY"),
                Arguments.of("an archive", List.of(part.formatted("file", "a.csv", "PK\u0003\u0004rest")), "WORKBOOK"),
                Arguments.of(
                        "a long line",
                        List.of(part.formatted("file", "l.csv", "x".repeat(3_000_000))),
                        "LINE_TOO_LONG"),
                Arguments.of("no file chosen", List.of(part.formatted("file", "", "")), "EMPTY"),
                Arguments.of("a path for a name", List.of(part.formatted("file", "../../etc/x\u0007.csv", LIST)), ""),
                Arguments.of("a second file", List.of(good, good.replace("list.csv", "two.csv")), ""),
                Arguments.of("another field", List.of(part.formatted("data", "list.csv", LIST)), "400"),
                Arguments.of("a field and no file", List.of(good.replace("; filename=\"list.csv\"", "")), "400"),
                Arguments.of("no part at all", List.of(), "400"));
    }

    /** {@code outcome}: a problem's kind, a status, or nothing if the file can be applied. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("uploads")
    void aWrongFileIsAnsweredInTheReadersLanguage(String what, Collection<String> parts, String outcome) {
        for (Language language : Language.values()) {
            StaffBrowser editor = signedIn(language);
            StringBuilder body = new StringBuilder();
            parts.forEach(part -> body.append("--limit\r\n").append(part).append("\r\n"));
            body.append("--limit--\r\n");
            Wire.Answer answer = upload(editor, "multipart/form-data; boundary=limit", body.toString());

            if (outcome.equals("400")) {
                assertRefused(answer, language);
                continue;
            }
            assertThat(answer.status()).as(answer.text()).isEqualTo(303);
            String list = answer.text()
                    .lines()
                    .filter(line -> line.startsWith("Location: "))
                    .map(line -> line.substring("Location: ".length()))
                    .findFirst()
                    .orElseThrow();
            Document shown = page(editor.get(list));
            assertThat(shown.select("html").attr("lang")).isEqualTo(language.tag());
            if (outcome.isEmpty()) {
                assertThat(shown.select("form[action$=application]")).hasSize(1);
            } else {
                assertThat(shown.select("form[action$=application]")).isEmpty();
                assertThat(shown.text())
                        .contains(Jsoup.parse(text("accounts.problem." + outcome, language)
                                        .replaceFirst("\\{0}.*", ""))
                                .text()
                                .strip());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoUploadIsAnsweredInTheReadersLanguage(Language language) {
        StaffBrowser editor = signedIn(language);
        assertRefused(upload(editor, "application/x-www-form-urlencoded", "file=x"), language);
        assertRefused(upload(editor, "text/csv", LIST), language);
        // What no browser sends: the server itself refuses it, before anything could be read of it.
        assertRefused(upload(editor, "multipart/form-data", LIST), language);
        assertRefused(upload(editor, "multipart/form-data; boundary=", LIST), language);
        assertRefused(upload(editor, "multipart/form-data; boundary=limit", "--limit\r\nContent-Disp"), language);
        assertRefused(upload(editor, "multipart/form-data; boundary=limit", ""), language);
        assertRefused(upload(editor, "multipart/mixed; boundary=limit", "--limit\r\nContent-Disp"), language);
        assertRefused(upload(editor, "application/x-www-form-urlencoded", "a=%%&b=%FF%C0"), language);
    }

    /** As from the page, with the token in the form. What is announced is enough, though Tomcat waits for the rest. */
    @Test
    void aFileThatIsTooLargeIsSaidToBeTooLarge() {
        StaffBrowser editor = signedIn(Language.AR);

        Wire.Answer answer = wire.begun("POST " + UPLOAD + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Cookie: __Host-session=" + editor.session() + "\r\n"
                + "Content-Type: multipart/form-data; boundary=limit\r\nContent-Length: 300000000\r\n\r\n--limit\r\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.text()).contains("lang=\"ar\"", text("error.413.title", Language.AR));
    }

    private void assertRefused(Wire.Answer answer, Language language) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 415);
        assertThat(answer.text()).contains("lang=\"" + language.tag() + "\"", text("error.400.title", language));
    }

    private Wire.Answer upload(StaffBrowser editor, String type, String body) {
        String token = page(editor.get("/admin/account-holders"))
                .expectFirst("input[name=_csrf]")
                .val();
        return wire.send(
                "POST",
                UPLOAD,
                body,
                "Cookie: __Host-session=" + editor.session(),
                "X-CSRF-TOKEN: " + token,
                "Content-Type: " + type);
    }

    @Test
    void thePasskeyOfSomebodyElseIsNotRemoved() {
        StaffBrowser admin = StaffBrowser.of(staff, Role.ADMIN, PASSWORD, port);
        StaffPrincipal omar =
                staff.register("omar@example.com", "Omar", Role.APPROVER, Language.EN, PASSWORD, Actor.APPLICATION);
        KeptPasskeys.keep("AAAA", omar.id(), jdbc);
        KeptPasskeys.keep(
                "BBBB",
                jdbc.sql("SELECT id FROM staff_account WHERE role = 'ADMIN'")
                        .query(UUID.class)
                        .single(),
                jdbc);
        admin.get("/admin/me/second-factor");

        for (String passkey : List.of("AAAA", "BBBB")) {
            admin.post("/admin/me/second-factor", Map.of("then", passkey, "password", PASSWORD));
        }

        assertThat(jdbc.sql("SELECT credential_id FROM user_credentials")
                        .query(String.class)
                        .list())
                .containsExactly("AAAA");
    }

    private StaffBrowser signedIn(Language language) {
        String email = language.tag() + "@example.com";
        staff.register(email, "Reader", Role.EDITOR, language, PASSWORD, Actor.APPLICATION);
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, PASSWORD);
        return browser;
    }

    private String text(String key, Language language) {
        return messages.getMessage(key, null, language.locale());
    }
}
