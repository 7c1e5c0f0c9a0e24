package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever says hello, opening a connection to it ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SmtpRelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"220-again\r\n", "x"})
    void aGreetingThatDoesNotEndIsGivenUp(String again) {
        says(again.repeat(1000), Duration.ZERO);

        assertThatExceptionOfType(Relay.Unavailable.class)
                .isThrownBy(() ->
                        relay(server.getLocalPort(), TlsMode.NONE, PATIENCE).connect())
                .satisfies(unavailable ->
                        assertThat(unavailable.answer().text()).contains("The mail server says too much"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "IMPLICIT"})
    void aServerThatDribblesIsGivenUp(TlsMode tls) {
        // A record of TLS that has many more bytes to come, and the beginning of a greeting.
        says(tls == TlsMode.NONE ? "2" : "\u0016\u0003\u0003\u0010\u0000", Duration.ofMillis(50));

        assertThatExceptionOfType(Relay.Unavailable.class)
                .isThrownBy(() -> relay(server.getLocalPort(), tls, Duration.ofMillis(300))
                        .connect())
                .satisfies(unavailable ->
                        assertThat(Verdict.on(unavailable.answer())).isEqualTo(Verdict.RELAY_TROUBLE));
    }

    @Test
    void onceOpenAConnectionMayHearAsMuchAsItLikes() throws Exception {
        try (ScriptedRelay relay = new ScriptedRelay();
                Relay.Connection connection =
                        relay(relay.port(), TlsMode.NONE, PATIENCE).connect()) {
            relay.answers("MAIL", "250-" + "x".repeat(60_000) + "\r\n250 Ok");
            Relay.Message message = new Relay.Message(
                    java.util.UUID.randomUUID(),
                    null,
                    Mailbox.parse("a@example.ps"),
                    EncodedLetter.of(
                            new Letter("en", "Subject", "<p>Hello</p>", "Hello"), Instance.settings(false, 0, 0, 1)),
                    java.time.Instant.EPOCH);
            for (int i = 0; i < 30; i++) {
                assertThat(connection.deliver(message).code()).isEqualTo(250);
            }
        }
    }

    private void says(String words, Duration pause) {
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                while (true) {
                    client.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                }
            } catch (IOException | InterruptedException gone) {
                // The client is.
            }
        });
    }

    private static SmtpRelay relay(int port, TlsMode tls, Duration patience) {
        return new SmtpRelay(
                new SmtpSettings(
                        "localhost",
                        port,
                        null,
                        null,
                        tls,
                        "policy.example",
                        1,
                        patience,
                        patience,
                        patience,
                        patience),
                Instance.settings(false, 0, 0, 1));
    }
}
