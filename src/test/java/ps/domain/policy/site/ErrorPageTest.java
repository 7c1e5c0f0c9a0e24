package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.Wire;

@PolicyTest
class ErrorPageTest {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({
        "/en/nothing-here, en-GB, Page not found",
        "/ar/nothing-here, en-GB, الصفحة غير موجودة",
        "/nothing-here, en-GB, Page not found",
        "/nothing-here, fr, الصفحة غير موجودة",
    })
    void aPageThatDoesNotExistIsA404InTheLanguageOfTheReader(String path, String accepted, String heading)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Accept", "text/html")
                .header("Accept-Language", accepted)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("<h1>" + heading + "</h1>");
            assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/en/notice?reference=%FF",
                "/en/notice?reference=%zz",
                "/language/en?to=%zz",
                "/admin/sign-in?%zz",
                "/admin/sign-in?to=%ff",
                "/en/nothing-here?%zz",
                "/en/privacy/versions?date=%ff",
                "/en/privacy/versions?date=%zz",
                "/en/privacy/versions?%zz"
            })
    void anAddressWithFieldsThatCannotBeReadIsTheFaultOfWhoeverSentIt(String address) {
        Wire.Answer answer = new Wire(port).get(address);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("<html lang=\"en\"", "<h1>That request cannot be understood</h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Accept: nonsense\r\n", "Accept: application/json\r\n"})
    void itIsAPageWhateverIsAccepted(String accepted) {
        Wire.Answer answer = new Wire(port)
                .raw("GET /en/nothing-here HTTP/1.1\r\nHost: localhost\r\n" + accepted + "Connection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("<h1>Page not found</h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/error", "/.well-known/security.txt", "/assets/reader.css/"})
    void whatIsNoPageIsNotFound(String address) {
        Wire.Answer answer = new Wire(port).get(address);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("<h1>Page not found</h1>");
    }

    @Test
    void aLanguageThatIsNoTextIsAnsweredWithAPage() {
        Wire.Answer answer = new Wire(port).get("/nothing-here", "Accept-Language: \u0080");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("<html lang=\"ar\"", "<h1>");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /ar/%zz, X-Any: localhost, ar",
        "GET, /ar/%ff, X-Any: localhost, ar",
        "GET, /ar%2fprivacy, X-Any: localhost, ar",
        "GET, /ar/privacy%00, X-Any: localhost, ar",
        "GET, /en/privacy%5c, X-Any: localhost, en",
        "GET, /%2e%2e/, X-Any: localhost, ar",
        "GET, '/en\\privacy', X-Any: localhost, ar",
        "G{}T, /ar/privacy, X-Any: localhost, ar",
        "GET, /en/nothing-here, Transfer-Encoding: xchunked, en",
        "GET, /en/nothing-here, Expect: x, en",
        "GET, /en/nothing-here, Host: example.com, en",
    })
    void whatTheServerRefusesBeforeAnybodyElseIsRefusedWithOurPage(
            String method, String address, String header, String language) {
        Wire.Answer answer = new Wire(port)
                .raw(method + " " + address + " HTTP/1.1\r\nHost: localhost\r\n" + header
                        + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isBetween(400, 501);
        assertThat(answer.text())
                .contains(
                        "<html lang=\"" + language + "\"",
                        "<h1>",
                        "Content-Security-Policy: ",
                        "Cache-Control: no-store")
                .doesNotContain("Tomcat", "HTTP Status");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /en/privacy, 405",
        "TRACE, /en/privacy, 405",
        "TRACE, /admin, 405",
        "FOO, /en/notice, 400",
        "GET, '/en;a=b/privacy', 400",
        "GET, //en/privacy, 400",
        "GET, /en/../admin, 400",
        "GET, /assets/, 404",
        "GET, /en/nothing-here, 404",
        "PUT, /en/notice, 405"
    })
    void whateverIsRefusedIsRefusedWithAProtectedPage(String method, String address, int status) {
        Wire.Answer answer = new Wire(port).send(method, address, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text())
                .contains("Content-Security-Policy: ", "X-Content-Type-Options: nosniff", "Referrer-Policy: ", "<h1>")
                .containsOnlyOnce("Cache-Control: no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/language/en", "/admin/sign-in", "/en/privacy/on/2020-01-01"})
    void anEndlessListOfLanguagesIsNoReasonToFail(String address) {
        String languages = IntStream.range(0, 700).mapToObj(n -> "a" + n).collect(Collectors.joining(","));

        assertThat(new Wire(port).get(address, "Accept-Language: " + languages).status())
                .isLessThan(500);
    }
}
