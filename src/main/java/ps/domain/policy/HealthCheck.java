package ps.domain.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks the application on the same machine whether it is ready, and ends with 0 if it is, else 1. The image's health
 * check, which so needs neither a shell nor curl; a plain socket, since an HTTP client takes longer to load than to ask.
 */
final class HealthCheck {

    private static final int PATIENCE_IN_MILLIS = 2_000;

    private HealthCheck() {}

    public static void main(String[] args) {
        String port = System.getenv("MANAGEMENT_SERVER_PORT");
        System.exit(isReady(port == null ? 8081 : Integer.parseInt(port)) ? 0 : 1);
    }

    static boolean isReady(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_IN_MILLIS);
            socket.setSoTimeout(PATIENCE_IN_MILLIS);
            socket.getOutputStream()
                    .write("GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return status != null && status.contains(" 200");
        } catch (IOException away) {
            return false;
        }
    }
}
