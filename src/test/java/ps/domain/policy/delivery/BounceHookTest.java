package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.TestPropertySource;
import ps.domain.policy.testing.AtOnce;
import ps.domain.policy.testing.PolicyTest;

/** What a mail system can post, over HTTP. */
@PolicyTest
@TestPropertySource(properties = "policy.delivery.bounces.token=a-token-of-twenty-characters-or-more")
class BounceHookTest {

    private static final String TOKEN = "a-token-of-twenty-characters-or-more";
    private static final String MESSAGE = "message/rfc822";
    private static final byte[] REPORT =
            SampleBounces.of("postfix", UUID.randomUUID(), "bounces@domain.ps", "rana@example.com");

    @Autowired
    private Bounces bounces;

    @LocalServerPort
    private int port;

    @Test
    void aReportIsKeptHoweverOftenItIsPosted() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = post(REPORT, MESSAGE, "Bearer " + TOKEN);

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        }
        assertThat(bounces.newestFirst(false, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(kept -> assertThat(bounces.raw(kept.id())).contains(REPORT));
    }

    @RepeatedTest(3)
    void aReportThatIsPostedTwiceAtTheSameMomentIsKeptOnce() throws Exception {
        Callable<Integer> posted =
                () -> post(REPORT, MESSAGE, "Bearer " + TOKEN).statusCode();

        assertThat(AtOnce.all(posted, posted, posted)).containsOnly(204);
        assertThat(bounces.newestFirst(false, Long.MAX_VALUE, 10)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        ", 401",
        "Bearer, 401",
        "Bearer wrong, 401",
        "Basic a-token-of-twenty-characters-or-more, 401",
        "Bearer a-token-of-twenty-characters-or-more2, 401"
    })
    void withoutTheTokenNothingIsKept(@Nullable String authorization, int status) throws Exception {
        HttpResponse<String> answer = post(REPORT, MESSAGE, authorization);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(bounces.newestFirst(false, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void whatIsNoMessageOrTooLargeOrEmptyIsRefused() throws Exception {
        assertThat(post(REPORT, "application/json", "Bearer " + TOKEN).statusCode())
                .isEqualTo(415);
        assertThat(post(new byte[0], MESSAGE, "Bearer " + TOKEN).statusCode()).isEqualTo(400);
        assertThat(post(new byte[Bounces.LARGEST + 1], MESSAGE, "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(413);
        assertThat(bounces.newestFirst(false, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void withoutATokenInTheSettingsThereIsNoSuchAddress() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(REPORT);

        assertThat(new BounceHook(new BounceSettings(""), bounces)
                        .take("Bearer ", MESSAGE, request)
                        .getStatusCode()
                        .value())
                .isEqualTo(404);
    }

    private HttpResponse<String> post(byte[] body, String type, @Nullable String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/bounces"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
