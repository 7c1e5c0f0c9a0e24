package ps.domain.policy.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.Wire;
import ps.domain.policy.text.Language;

@PolicyTest
class ServingTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TestClock clock;

    @Autowired
    private Pages pages;

    private Http http;
    private SampleVersions samples;

    @BeforeEach
    void prepare() {
        http = new Http(port);
        samples = new SampleVersions(application);
    }

    @Test
    void whatCanNeverChangeIsKeptForEverAndTheRestIsAskedForAgain() {
        samples.material(LocalDate.of(2026, 12, 20));
        samples.material(LocalDate.of(2027, 1, 20));
        clock.set(Instant.parse("2026-12-31T00:00:00Z"));
        String stylesheet =
                http.page("/en/privacy").expectFirst("link[rel=stylesheet]").attr("href");

        for (String settled : List.of("/en/privacy/versions/1", "/ar/privacy/versions/1", stylesheet)) {
            assertThat(header(http.get(settled), "Cache-Control"))
                    .as(settled)
                    .isEqualTo("public, max-age=31536000, immutable");
        }
        for (String changing : List.of(
                "/en/privacy",
                "/en/privacy/versions",
                "/en/privacy/versions/2",
                "/en/privacy/versions/3",
                "/en/privacy/feed.atom",
                "/sitemap.xml",
                "/assets/reader.css")) {
            assertThat(header(http.get(changing), "Cache-Control"))
                    .as(changing)
                    .isEqualTo("public, max-age=0, s-maxage=10, must-revalidate");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "GZIP, deflate, br | true",
                "br, x-gzip | true",
                "* | true",
                "deflate, gzip;q=0.5 | true",
                "gzip;q=0 | false",
                "gzip; q=0.000, * | false",
                "*;q=0 | false",
                "identity | false",
                "deflate, br | false",
                "'' | false",
                ",;=,gzipped | false"
            })
    void itIsCompressedForThoseWhoUnderstandThat(String accepted, boolean compressed) throws IOException {
        HttpResponse<byte[]> plain = http.get("/ar/privacy");
        HttpResponse<byte[]> answer = http.get("/ar/privacy", "Accept-Encoding", accepted);

        assertThat(header(answer, "Content-Encoding")).isEqualTo(compressed ? "gzip" : "");
        assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(answer, "ETag").equals(header(plain, "ETag"))).isEqualTo(!compressed);
        byte[] text = compressed
                ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                : answer.body();
        assertThat(new String(text, UTF_8)).isEqualTo(new String(plain.body(), UTF_8));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void whoHasItAlreadyIsToldSoAndWhoAsksForTheHeadGetsNoBody(String path) {
        HttpResponse<byte[]> full = http.get(path, "Accept-Encoding", "gzip");
        String etag = header(full, "ETag");
        assertThat(etag).matches("\"[\\w-]+\"");

        for (String method : List.of("GET", "HEAD")) {
            for (String known : List.of(etag, "\"other\", W/" + etag, "*")) {
                HttpResponse<byte[]> again = http.send(method, path, "Accept-Encoding", "gzip", "If-None-Match", known);
                assertThat(again.statusCode()).as(method + " " + known).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(header(again, "ETag")).isEqualTo(etag);
                assertThat(header(again, "Vary")).isEqualTo("Accept-Encoding");
                assertThat(header(again, "Cache-Control")).isEqualTo(header(full, "Cache-Control"));
            }
        }
        assertThat(http.get(path, "If-None-Match", etag).statusCode())
                .as("the other variant")
                .isEqualTo(200);
        HttpResponse<byte[]> head = http.send("HEAD", path, "Accept-Encoding", "gzip");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(full.body().length));
        assertThat(header(head, "ETag")).isEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aPageIsForReadingOnly(String method) {
        HttpResponse<byte[]> answer = http.send(method, "/ar/privacy", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
        assertThat(new String(answer.body(), UTF_8)).contains("<html", "lang=\"ar\"", "هذه الصفحة للقراءة");
    }

    /** What is ready is answered before Tomcat looks at a request closely, unless there is a question in it. */
    @ParameterizedTest
    @MethodSource({"addresses", "addressesOfWhatIsNotCompressed"})
    void whatIsReadyIsAnsweredAsEverythingElse(String path) {
        Wire wire = new Wire(port);
        String etag = header(http.get(path), "ETag");
        for (String method : List.of("GET", "HEAD")) {
            for (String header :
                    List.of("X: 1", "Accept-Encoding: gzip", "If-None-Match: " + etag, "Expect: 100-continue")) {
                String ready = wire.send(method, path, "", header).text();
                String looked = wire.send(method, path + "?x", "", header).text();

                assertThat(withoutTime(ready)).as(method + " " + header).isEqualTo(withoutTime(looked));
            }
        }
    }

    /** One of each kind that is compressed. */
    static List<String> addresses() {
        return List.of(
                "/en/privacy",
                "/ar/privacy/versions",
                "/en/privacy/versions/1",
                "/ar/privacy/feed.atom",
                "/sitemap.xml",
                "/assets/reader.css");
    }

    static List<String> addressesOfWhatIsNotCompressed() {
        return List.of("/en/privacy/versions/1.pdf");
    }

    private static String withoutTime(String answer) {
        return answer.replaceFirst("\r\nDate: [^\r]+", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /en/privacy HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /en/privacy HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
                "GET /en/privacy HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET http://other:port/en/privacy HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /en/privacy HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
                "GET /en/privacy HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"
            })
    void whatMakesNoSenseIsRefusedThoughThePageIsReady(String request) {
        assertThat(http.get("/en/privacy").statusCode()).isEqualTo(200);

        Wire.Answer answer = new Wire(port).raw(request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("<html").doesNotContain("ETag");
    }

    @Test
    void whatIsKeptHasTheSameProtectionAsWhatIsNot() {
        HttpResponse<byte[]> kept = http.get("/en/privacy");
        HttpResponse<byte[]> made = http.get("/en/privacy/versions/77");

        assertThat(made.statusCode()).isEqualTo(404);
        for (String name : List.of("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")) {
            assertThat(header(kept, name)).as(name).isNotEmpty().isEqualTo(header(made, name));
        }
    }

    @Test
    void aStampedeIsRenderedOnce() throws Exception {
        samples.material(LocalDate.of(2026, 12, 20));
        Address address = new Address.Permanent(Language.AR, 2);
        Set<Page> rendered = Collections.newSetFromMap(new IdentityHashMap<>());

        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Page>> answers = IntStream.range(0, 200)
                    .mapToObj(reader -> readers.submit(() -> pages.at(address).orElseThrow()))
                    .toList();
            for (Future<Page> answer : answers) {
                rendered.add(answer.get());
            }
        }

        assertThat(rendered).hasSize(1);
    }

    @Test
    void addressesAtWhichThereIsNothingTakeNoRoom() {
        http.get("/en/privacy");
        long kept = pages.kept();

        for (int number = 2; number < 60; number++) {
            assertThat(http.get("/en/privacy/versions/" + number).statusCode()).isEqualTo(404);
            http.get("/en/privacy?page=" + number);
            http.get("/assets/reader-" + "%032x".formatted(number) + ".css");
        }

        assertThat(pages.kept()).isEqualTo(kept);
    }

    @Test
    void aPageFromAnOtherDayStillFindsItsStyle() {
        HttpResponse<byte[]> answer = http.get("/assets/reader-0123456789abcdef0123456789abcdef.css");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type")).isEqualTo("text/css;charset=utf-8");
        assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=0, s-maxage=10, must-revalidate");
        assertThat(http.get("/assets/nothing-0123456789abcdef0123456789abcdef.css")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageInForceIsSmall() throws IOException {
        for (Language language : Language.values()) {
            Document page = http.page("/" + language + "/privacy");
            List<String> styles = page.select("link[rel=stylesheet]").eachAttr("href");
            assertThat(styles).hasSize(1);
            assertThat(page.select("script:not([type='application/ld+json']), style, [style], img"))
                    .isEmpty();
            int text = compressed("/" + language + "/privacy") + compressed(styles.getFirst());
            int fonts = 0;
            String css = new String(http.get(styles.getFirst()).body(), UTF_8);
            for (String font : css.split("url\\(\"", -1)) {
                if (font.startsWith("fonts/")) {
                    fonts += compressed("/assets/" + font.substring(0, font.indexOf('"')));
                }
            }

            assertThat(text).as("page with its stylesheet").isLessThanOrEqualTo(14 * 1024);
            assertThat(page.select("link[rel=preload]").eachAttr("href"))
                    .isNotEmpty()
                    .allMatch(font -> css.contains(font.substring("/assets/".length())));
            assertThat(text + fonts).as("with fonts").isLessThanOrEqualTo(100 * 1024);
        }
    }

    private int compressed(String path) {
        HttpResponse<byte[]> answer = http.get(path, "Accept-Encoding", "gzip");
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body().length;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }
}
