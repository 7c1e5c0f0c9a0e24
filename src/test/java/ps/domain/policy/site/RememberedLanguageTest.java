package ps.domain.policy.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;

@PolicyTest
class RememberedLanguageTest {

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void prepare() {
        http = new Http(port);
    }

    @Test
    void theFooterOffersToRememberTheLanguageAndGoesBack() {
        String link = Jsoup.parse(new String(http.get("/en/privacy/versions").body(), UTF_8))
                .expectFirst(".site-footer a[href*=language]")
                .attr("href");
        HttpResponse<byte[]> answer = http.get(link);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("/en/privacy/versions");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-language=en; ")
                .contains("Path=/;", "Max-Age=31536000;", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
    }

    @ParameterizedTest
    @CsvSource({
        "__Host-language=ar, en, /ar/privacy",
        "__Host-language=en, ar, /en/privacy",
        "__Host-language=fr, ar, /ar/privacy",
        "language=en, ar, /ar/privacy"
    })
    void whatIsRememberedComesBeforeWhatTheBrowserAsksFor(String cookie, String accepted, String target) {
        HttpResponse<byte[]> answer = http.get("/", "Cookie", cookie, "Accept-Language", accepted);

        assertThat(answer.headers().firstValue("Location")).hasValue(target);
        assertThat(String.join(", ", answer.headers().allValues("Vary"))).contains("Accept-Language", "Cookie");
    }

    @Test
    void withoutAPlaceToGoBackToItLeadsToThePolicy() {
        assertThat(http.get("/language/ar").headers().firstValue("Location")).hasValue("/ar/privacy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "//example.com",
                "/%5Cexample.com",
                "%5C%5Cexample.com",
                "/%09/example.com",
                "/%0D%0ASet-Cookie:x=y",
                "javascript:alert(1)",
                "/%22",
                "/%3Cscript%3E",
                "/en/%25zz",
                "/en/privacy?a=%5E%7C",
                "/en/privacy//example.com",
                "/..//example.com",
                "en/privacy",
                ""
            })
    void nobodyIsLedElsewhere(String to) {
        HttpResponse<byte[]> answer = http.get("/language/en?to=" + to, "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void aLanguageThatIsNotWrittenHereIsNotFound() {
        assertThat(http.get("/language/fr?to=/en/privacy").statusCode()).isEqualTo(404);
    }
}
