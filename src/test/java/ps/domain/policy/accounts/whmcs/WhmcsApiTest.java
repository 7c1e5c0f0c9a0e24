package ps.domain.policy.accounts.whmcs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import ps.domain.policy.accounts.imports.StagedRow;
import ps.domain.policy.accounts.whmcs.WhmcsTrouble.Kind;
import ps.domain.policy.text.Language;

/** What is asked of WHMCS, and how each of its answers is taken. */
@ExtendWith(OutputCaptureExtension.class)
class WhmcsApiTest {

    private static final SampleWhmcs WHMCS = new SampleWhmcs();

    private final WhmcsApi api = new WhmcsApi(WHMCS.settings(250));

    @BeforeEach
    void nobodyWasHere() {
        WHMCS.fresh();
    }

    @AfterAll
    static void stop() {
        WHMCS.close();
    }

    @Test
    void clientsAreAskedByTheirNumberWithTheCredentialsInTheBodyAndNowhereInTheLog(CapturedOutput log)
            throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("org.springframework.web.client");
        logger.setLevel(Level.TRACE);
        WHMCS.put(7);
        try {
            api.clients(0, 250);
            WHMCS.stub(SampleWhmcs.anything().willReturn(error(403, "Authentication Failed")));
            assertThatExceptionOfType(WhmcsTrouble.class).isThrownBy(() -> api.client(7));
        } finally {
            logger.setLevel(null);
        }

        assertThat(WHMCS.forms().getFirst())
                .isEqualTo(Map.of(
                        "action", "GetClients",
                        "identifier", "sample-identifier",
                        "secret", SampleWhmcs.SECRET,
                        "accesskey", "sample-access-key",
                        "responsetype", "json",
                        "limitstart", "0",
                        "limitnum", "250",
                        "sorting", "ASC",
                        "orderby", "id"));
        assertThat(log.getAll()).doesNotContain(SampleWhmcs.SECRET, "sample-access-key", "sample-identifier");
        assertThat(WHMCS.settings(250).toString()).doesNotContain(SampleWhmcs.SECRET, "hook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "[]", "null", "{}", "{\"client\":\"\"}", "{\"client\":[]}"})
    void anEmptyListIsOneHoweverItComes(String empty) throws Exception {
        WHMCS.emptyListsComeAs(empty);

        assertThat(api.clients(0, 250)).isEqualTo(new ClientPage(0, List.of()));
    }

    @Test
    void namesComeWithEntitiesAndLeaveWithout() throws Exception {
        WHMCS.put(
                3,
                " Sin&eacute;ad",
                "O&#039;Brien &amp; D&apos;Arcy ",
                "&quot;كتب&quot;\u0007 &lt;b&gt;",
                "o&#039;brien@example.com",
                "english",
                "Inactive");

        StagedRow row = new ClientRecord(api.client(3).orElseThrow(), 1).read().orElseThrow();

        assertThat(List.of(row.name(), row.organization(), String.valueOf(row.email())))
                .containsExactly("Sinéad O'Brien & D'Arcy", "\"كتب\" <b>", "o'brien@example.com");
        assertThat(row.language()).isEqualTo(Language.EN);
    }

    /** Or a client could have the rest of a line read backwards to staff, and in every export. */
    @Test
    void namesDoNotTurnRoundWhatStandsBesideThem() throws Exception {
        WHMCS.put(
                3,
                "\u202Eanar\u202C ",
                "&#x202E;&#8238;Had\u200Edad\u061C \u2067",
                "\u2066\u200Fكتب\u2069 &rlm;\u202A",
                "rana@example.com",
                "english",
                "Active");

        StagedRow row = new ClientRecord(api.client(3).orElseThrow(), 1).read().orElseThrow();

        assertThat(List.of(row.name(), row.organization())).containsExactly("anar Haddad", "كتب");
    }

    @Test
    void aClientWhomWhmcsDoesNotKnowIsNobody() throws Exception {
        assertThat(api.client(1)).isEmpty();
    }

    static Stream<Arguments> whatIsWrongIsSaidPlainlyAndNotTriedAgain() {
        return Stream.of(
                Arguments.of(error(403, "Invalid IP 2001:db8::1"), Kind.ADDRESS, "2001:db8::1"),
                Arguments.of(error(200, "Invalid IP 192.0.2.1"), Kind.ADDRESS, "192.0.2.1"),
                Arguments.of(aResponse().withStatus(403).withBody("<h1>Forbidden</h1>"), Kind.ADDRESS, ""),
                Arguments.of(error(403, "Authentication Failed"), Kind.CREDENTIALS, ""),
                Arguments.of(error(200, "Invalid or missing credentials"), Kind.CREDENTIALS, ""),
                Arguments.of(
                        error(403, "Invalid Permissions: API action \\\"getclients\\\" is not allowed"),
                        Kind.ACTION,
                        "getclients"),
                Arguments.of(
                        aResponse().withStatus(302).withHeader("Location", "https://elsewhere.example/api.php"),
                        Kind.MOVED,
                        "302"),
                Arguments.of(error(200, "An unexpected error"), Kind.REFUSED, "An unexpected error"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsSaidPlainlyAndNotTriedAgain(ResponseDefinitionBuilder answer, Kind kind, String detail) {
        WHMCS.stub(SampleWhmcs.anything().willReturn(answer));

        assertThatExceptionOfType(WhmcsTrouble.class)
                .isThrownBy(() -> api.clients(0, 250))
                .satisfies(trouble -> {
                    assertThat(trouble.kind()).isEqualTo(kind);
                    assertThat(trouble.detail()).isEqualTo(detail);
                    assertThat(trouble).hasMessageNotContaining(SampleWhmcs.SECRET);
                });
        assertThat(WHMCS.forms()).hasSize(1);
    }

    static Stream<Arguments> whatPassesIsTriedFiveTimes() {
        return Stream.of(
                Arguments.of(aResponse().withStatus(503), Kind.SERVER),
                Arguments.of(aResponse().withStatus(429), Kind.SERVER),
                Arguments.of(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), Kind.UNREACHABLE),
                Arguments.of(aResponse().withFault(Fault.EMPTY_RESPONSE), Kind.UNREACHABLE),
                Arguments.of(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), Kind.UNREACHABLE));
    }

    @ParameterizedTest
    @MethodSource
    void whatPassesIsTriedFiveTimes(ResponseDefinitionBuilder answer, Kind kind) throws Exception {
        WHMCS.stub(SampleWhmcs.anything().willReturn(answer));
        assertThatExceptionOfType(WhmcsTrouble.class)
                .isThrownBy(() -> api.clients(0, 250))
                .satisfies(trouble -> assertThat(trouble.kind()).isEqualTo(kind));
        assertThat(WHMCS.forms()).hasSize(5);

        WHMCS.fresh();
        WHMCS.put(1);
        WHMCS.stub(SampleWhmcs.anything()
                .inScenario("once")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("over")
                .willReturn(answer));
        assertThat(api.clients(0, 250).clients()).hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForLonger() {
        WHMCS.stub(SampleWhmcs.anything().willReturn(aResponse().withFixedDelay(20_000)));
        WhmcsApi hasty = new WhmcsApi(bind(Map.of("url", WHMCS.url(), "read-timeout", "50ms", "retry-delay", "1ms")));

        assertThatExceptionOfType(WhmcsTrouble.class)
                .isThrownBy(() -> hasty.clients(0, 250))
                .satisfies(trouble -> {
                    assertThat(trouble.kind().name()).isEqualTo("NO_ANSWER");
                    assertThat(trouble.detail()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:1, NO_CONNECTION", "https://whmcs.invalid, NO_SUCH_NAME"})
    void whyThereIsNoConnectionIsSaidInWordsAndNotByAClass(String url, String kind) {
        WhmcsApi asked = new WhmcsApi(bind(Map.of("url", url, "retry-delay", "1ms")));

        assertThatExceptionOfType(WhmcsTrouble.class)
                .isThrownBy(() -> asked.clients(0, 250))
                .satisfies(trouble -> {
                    assertThat(trouble.kind().name()).isEqualTo(kind);
                    assertThat(trouble.detail()).isEmpty();
                    assertThat(trouble.inLog()).startsWith(kind + " ").contains("Exception");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar", "en"})
    void everyKindOfTroubleHasASentence(String language) {
        ResourceBundle sentences = ResourceBundle.getBundle("messages.accounts", Locale.of(language));

        assertThat(Kind.values()).allMatch(kind -> sentences.containsKey("accounts.failure." + kind));
        assertThat(sentences.getString("accounts.failure.UNREACHABLE")).endsWith(".");
    }

    @Test
    void anAnswerThatGoesOnAndOnIsNotHeardToItsEnd() throws Exception {
        try (EndlessAnswer endless = new EndlessAnswer()) {
            WhmcsApi patient = new WhmcsApi(bind(Map.of("url", endless.url(), "retry-delay", "1ms")));

            assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> patient.clients(0, 250));

            assertThat(endless.sent()).isLessThan(32L << 20);
        }
    }

    @Test
    void anAnswerOfMillionsOfNothingsIsNotTakenApart() {
        WHMCS.stub(SampleWhmcs.anything()
                .willReturn(aResponse()
                        .withBody("{\"result\":\"success\",\"totalresults\":1,\"clients\":{\"client\":["
                                + "{},".repeat(2_000_000) + "{}]}}")));

        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> api.clients(0, 250))
                .withMessageContaining("not JSON");
    }

    @Test
    void anAnswerIsAsLongAsItIsOnceUnpacked() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int megabyte = 0; megabyte < 300; megabyte++) {
                gzip.write(spaces);
            }
        }
        WHMCS.stub(SampleWhmcs.anything()
                .willReturn(aResponse().withHeader("Content-Encoding", "gzip").withBody(bomb.toByteArray())));

        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> api.clients(0, 250));
    }

    @Test
    void whoCannotShowThatItIsWhmcsIsToldNothing() {
        WireMockServer other =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
        other.start();
        try {
            WhmcsApi asked =
                    new WhmcsApi(bind(Map.of("url", "https://localhost:" + other.httpsPort(), "retry-delay", "1ms")));

            assertThatExceptionOfType(WhmcsTrouble.class)
                    .isThrownBy(() -> asked.clients(0, 250))
                    .satisfies(trouble -> {
                        assertThat(trouble.inLog()).startsWith("CERTIFICATE SSLHandshakeException");
                        assertThat(trouble.detail()).isEmpty();
                    });
            assertThat(other.getAllServeEvents()).isEmpty();
        } finally {
            other.stop();
        }
    }

    @Test
    void anAnswerThatTricklesIsNotWaitedForToItsEnd() {
        WHMCS.put(1);
        WHMCS.stub(SampleWhmcs.anything()
                .willReturn(aResponse().withTransformers("whmcs").withChunkedDribbleDelay(100, 20_000)));
        WhmcsApi hasty = new WhmcsApi(bind(Map.of("url", WHMCS.url(), "read-timeout", "300ms", "retry-delay", "1ms")));
        long begun = System.nanoTime();

        assertThatExceptionOfType(WhmcsTrouble.class)
                .isThrownBy(() -> hasty.clients(0, 250))
                .satisfies(trouble -> assertThat(trouble.kind()).isEqualTo(Kind.NO_ANSWER));
        assertThat(System.nanoTime() - begun).isLessThan(60_000_000_000L);
    }

    @Test
    void whoIsAskedToComeBackLaterDoes() throws Exception {
        WHMCS.put(1);
        WHMCS.stub(SampleWhmcs.anything()
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("over")
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1")));
        long begun = System.nanoTime();

        assertThat(api.clients(0, 250).clients()).hasSize(1);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(1_000_000_000L);
    }

    @Test
    void whatWhmcsSaysIsReadInTimeThatGrowsWithItsLength() {
        WHMCS.stub(SampleWhmcs.anything().willReturn(error(403, "Invalid Permissions " + "x".repeat(1_000_000))));
        long begun = System.nanoTime();

        assertThatExceptionOfType(WhmcsTrouble.class)
                .isThrownBy(() -> api.clients(0, 250))
                .satisfies(trouble -> assertThat(trouble.detail()).hasSizeLessThan(300));
        assertThat(System.nanoTime() - begun).isLessThan(60_000_000_000L);
    }

    @Test
    void aClientMayBeCalledWhateverWhmcsSaysOfText() throws Exception {
        WHMCS.put(1, "Malformed UTF-8 characters", "", "", "one@example.com", "english", "Active");

        assertThat(api.clients(0, 250).clients()).hasSize(1);
        assertThat(api.client(1)).isPresent();
    }

    @Test
    void requestsGoNoFasterThanAgreed() throws Exception {
        WhmcsApi slow = new WhmcsApi(bind(Map.of("url", WHMCS.url(), "rate", "20")));
        long begun = System.nanoTime();

        for (int i = 0; i < 5; i++) {
            slow.clients(0, 250);
        }

        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(200_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "http://my.example.ps, must begin with https://",
        "https://user:secret@my.example.ps, without user",
        "nonsense, must be an address"
    })
    void theSecretIsNotSentWhereOthersReadIt(String url, String sentence) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> bind(Map.of("url", url)))
                .satisfies(refusal -> assertThat(refusal).hasStackTraceContaining(sentence));
    }

    @Test
    void theAddressCanBeThatOfWhmcsOrOfItsApi() {
        assertThat(bind(Map.of("url", "https://my.example.ps/billing/")).api())
                .isEqualTo(URI.create("https://my.example.ps/billing/includes/api.php"));
        assertThat(bind(Map.of("url", "https://my.example.ps/includes/api.php")).api())
                .isEqualTo(URI.create("https://my.example.ps/includes/api.php"));
    }

    /** Answers 200 and then without end, as fast as it is read. */
    private static final class EndlessAnswer implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final AtomicLong sent = new AtomicLong();

        EndlessAnswer() throws IOException {
            byte[] some = "{\"result\":\"success\",".repeat(500).getBytes(StandardCharsets.US_ASCII);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                    exchange.getResponseBody().write(some);
                    sent.addAndGet(some.length);
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        long sent() {
            return sent.get();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static ResponseDefinitionBuilder error(int status, String message) {
        return aResponse().withStatus(status).withBody("{\"result\":\"error\",\"message\":\"" + message + "\"}");
    }

    private static WhmcsSettings bind(Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("policy.whmcs.identifier", "sample-identifier");
        source.put("policy.whmcs.secret", SampleWhmcs.SECRET);
        values.forEach((name, value) -> source.put("policy.whmcs." + name, value));
        return new Binder(source).bind("policy.whmcs", WhmcsSettings.class).get();
    }
}
