package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.reading.PublicPaths;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.Wire;
import ps.domain.policy.text.Language;

/** Served by a proxy that hands on a part of a larger site. */
@PolicyTest
@TestPropertySource(
        properties = {"server.servlet.context-path=/legal", "policy.public-url=https://policy.example/legal"})
class ContextPathTest {

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private PublicPaths paths;

    @ParameterizedTest
    @ValueSource(strings = {"/legal/en/privacy", "/legal/ar/privacy/versions", "/legal/en/nothing-here"})
    void everyLinkOfAPageStaysInItsPart(String path) {
        Document page = StaffBrowser.page(new StaffBrowser(port).get(path));

        List<String> links = page.select("[href]").eachAttr("href");
        assertThat(links)
                .isNotEmpty()
                .allMatch(link -> link.startsWith("/legal/")
                        || link.startsWith("#")
                        || link.startsWith("https://policy.example/legal/"));
        assertThat(page.expectFirst("html").attr("lang")).isEqualTo(path.contains("/ar/") ? "ar" : "en");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//legal/en/privacy",
                "/legal;x/en/nothing-here",
                "/%6cegal/en/nothing-here",
                "/./legal/en/nothing-here",
                "/x/../legal/admin",
                "/legal//en/nothing-here"
            })
    void anotherSpellingOfItsPathIsTheFaultOfWhoeverSentIt(String address) {
        Wire.Answer answer = new Wire(port).get(address);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Content-Security-Policy: ", "<h1>", "\"/legal/assets/");
    }

    @ParameterizedTest
    @CsvSource({
        "/legal/en/privacy, true",
        "/legal/ar/notice, true",
        "/legal, true",
        "/legal/, true",
        "/en/privacy, false",
        "/, false",
        "/legalese/en/privacy, false",
        "/legal/en/privacy/versions/99, false",
        "/legal/admin/drafts, false"
    })
    void aLinkOfATextIsKnownToLeadToSomethingOnlyWithinIt(String path, boolean something) {
        assertThat(paths.has(path)).isEqualTo(something);
    }

    @Test
    void styleAndFontsAreFoundThere() {
        StaffBrowser browser = new StaffBrowser(port);
        Document page = StaffBrowser.page(browser.get("/legal/ar/privacy"));

        for (String link : page.select("link[rel=stylesheet], link[rel=preload], link[rel=icon]")
                .eachAttr("href")) {
            assertThat(browser.get(link).statusCode()).as(link).isEqualTo(200);
        }
    }

    @Test
    void theEntranceAndSignInLeadBackIntoIt() {
        staff.register(
                "one@example.com", "Editor", Role.EDITOR, Language.EN, "a-password-for-tests", Actor.APPLICATION);
        StaffBrowser browser = new StaffBrowser(port);

        assertThat(StaffBrowser.target(browser.get("/legal/privacy"))).isEqualTo("/legal/en/privacy");
        HttpResponse<String> refused = browser.get("/legal/admin/drafts");
        assertThat(StaffBrowser.target(refused)).startsWith("/legal/admin/sign-in");
    }

    @Test
    void addressesThatOthersSeeComeFromTheSettingAndNotFromTheRequest() {
        HttpResponse<String> response = new StaffBrowser(port).get("/legal/en/privacy");

        assertThat(StaffBrowser.page(response)
                        .expectFirst("link[rel=canonical]")
                        .attr("href"))
                .isEqualTo("https://policy.example/legal/en/privacy");
        assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
    }
}
