package ps.domain.policy.site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that keeps its connections, to a Tomcat that stops. */
class FarewellTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx";

    private static final Duration A_HANG = Duration.ofMinutes(1);

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector = new Connector(new Connections());

    private int port;

    @BeforeEach
    void aTomcat(@TempDir File folder) throws LifecycleException {
        connector.setPort(0);
        // As Spring Boot does: only so the port is given up before Tomcat ends.
        connector.setProperty("bindOnInit", "false");
        tomcat.setBaseDir(folder.getPath());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", folder.getPath());
        Tomcat.addServlet(context, "takes", new Takes()).addMapping("/");
        tomcat.start();
        port = connector.getLocalPort();
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aFormThatComesOnAConnectionOfBeforeIsStillTaken() throws Exception {
        try (Socket kept = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(answer(kept)).startsWith("HTTP/1.1 200").doesNotContain("Connection:");

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(connector::pause);
            await().atMost(A_HANG).until(this::takesNoConnection);

            assertThat(answer(kept)).startsWith("HTTP/1.1 200").contains("Connection: close");
            assertThat(kept.getInputStream().read()).isNegative();
            stopping.get();
        }
    }

    @Test
    void itDoesNotWaitLongForAConnectionThatNobodyUses() throws Exception {
        try (Socket kept = new Socket(InetAddress.getLoopbackAddress(), port)) {
            answer(kept);

            CompletableFuture<Void> stopping = CompletableFuture.runAsync(connector::pause);

            await().atMost(A_HANG).until(stopping::isDone);
        }
    }

    private boolean takesNoConnection() {
        try (Socket another = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !another.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    /** The head of it; empty if the connection was closed. */
    private static String answer(Socket socket) throws IOException {
        socket.setSoTimeout((int) A_HANG.toMillis());
        socket.getOutputStream().write(POST.getBytes(ISO_8859_1));
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static final class Takes extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
            response.setContentLength(0);
        }
    }
}
