package ps.domain.policy.site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ps.domain.policy.testing.Wire;

/** Those who send slowly, to a Tomcat that has little patience and room for two. */
class SlowSendersTest {

    private static final String HEAD = "GET / HTTP/1.1\r\nHost: localhost\r\n";

    private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\n";

    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(500);

    /** Enough for whoever sends everything at once, however much else the machine does. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Tomcat tomcat = new Tomcat();

    private final CountDownLatch inHand = new CountDownLatch(2);

    private int port;

    @TempDir
    private File folder;

    /** It waits so long for the rest of a head or of a body. */
    private void start(Duration patience) throws LifecycleException {
        Connector connector = new Connector(new Connections(patience));
        connector.setPort(0);
        tomcat.setBaseDir(folder.getPath());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.getPath());
        context.getPipeline().addValve(new BodyDeadline(2, patience, 1000));
        Tomcat.addServlet(context, "reads", new Reads()).addMapping("/");
        Tomcat.addServlet(context, "does-not", new DoesNot()).addMapping("/refused");
        tomcat.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /slow', x",
        "'GET / HTTP/1.1\r\nHost: localhost\r\n', 'X: 1\r\n'",
        "'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n', x",
        "'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\nx\r\n'",
        "'POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n', x"
    })
    void whoSendsAByteNowAndThenIsNotWaitedFor(String beginning, String bit) throws Exception {
        start(LITTLE_PATIENCE);
        try (Socket socket = connect()) {
            send(socket, beginning);

            assertThat(bitsUntilClosed(socket, bit)).isLessThan(300);
        }
    }

    @Test
    void whoIsDoneInTimeIsAnswered() throws LifecycleException {
        start(PATIENCE);

        assertThat(new Wire(port).raw(HEAD + "Connection: close\r\n\r\n").text())
                .endsWith("0");
        assertThat(new Wire(port)
                        .raw(POST + "Connection: close\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000))
                        .text())
                .endsWith("100000");
        assertThat(new Wire(port)
                        .raw(POST.replace("/ ", "/refused ") + "Connection: close\r\nContent-Length: 1000000\r\n\r\n"
                                + "x".repeat(1_000_000))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlySoManyAreInHandAtOnceAndTheOthersAreAskedToComeBack() throws Exception {
        start(PATIENCE);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Socket socket = connect();
                slow.add(socket);
                // As much at once as keeps it in hand for a minute.
                send(socket, POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(60_000));
            }

            inHand.await();

            Wire.Answer refused = new Wire(port).raw(POST + "Content-Length: 1\r\n\r\nx");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text())
                    .contains("Retry-After: ")
                    .as("or a proxy would send the next request on a connection that is about to be closed")
                    .contains("Connection: close");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertThat(new Wire(port).raw(HEAD + "Connection: close\r\n\r\n").status())
                .isEqualTo(200);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** How many bits can be sent, one each time that nothing was to be read. */
    private static int bitsUntilClosed(Socket socket, String bit) {
        for (int bits = 0; bits < 300; bits++) {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // an answer is as good as none
                }
                return bits;
            } catch (SocketTimeoutException stillOpen) {
                try {
                    send(socket, bit);
                } catch (IOException closed) {
                    return bits;
                }
            } catch (IOException closed) {
                return bits;
            }
        }
        return 300;
    }

    private final class Reads extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            inHand.countDown();
            int length = request.getInputStream().readAllBytes().length;
            response.getWriter().print(length);
        }
    }

    private static final class DoesNot extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
