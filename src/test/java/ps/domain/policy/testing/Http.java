package ps.domain.policy.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Asks the running application as any program does: no cookies, no redirects, and it does not wait for ever. */
public final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;

    public Http(int port) {
        this.port = port;
    }

    /** A page that is there, as it is shown to somebody who never came before. */
    public Document page(String path) {
        HttpResponse<byte[]> answer = get(path, "Accept", "text/html");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
        return Jsoup.parse(new String(answer.body(), UTF_8));
    }

    /** Asks for something, with headers as names and values in turn. */
    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** Sends a request without a body. */
    public HttpResponse<byte[]> send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
