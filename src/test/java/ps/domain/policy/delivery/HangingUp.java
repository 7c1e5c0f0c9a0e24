package ps.domain.policy.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import ps.domain.policy.testing.Listening;

/** Stands before a mail server, and hangs up where that one is about to say certain words. */
final class HangingUp implements AutoCloseable {

    private final Listening server;
    private final int behind;
    private final String words;

    HangingUp(int behind, String words) throws IOException {
        this.behind = behind;
        this.words = words;
        this.server = Listening.with(this::serve);
    }

    int port() {
        return server.port();
    }

    int connections() {
        return server.connections();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve(Socket client) {
        try (client;
                Socket mail = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.getInputStream().transferTo(mail.getOutputStream());
                    mail.shutdownOutput();
                } catch (IOException over) {
                    // The other end finds out.
                }
            });
            passUntilTheWords(mail.getInputStream(), client.getOutputStream());
        } catch (IOException over) {
            // The client finds out.
        }
    }

    private void passUntilTheWords(InputStream from, OutputStream to) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = from.read(); read >= 0; read = from.read()) {
            line.append((char) read);
            if (line.indexOf(words) >= 0) {
                return;
            }
            if (read == '\n' || from.available() == 0) {
                to.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
                line.setLength(0);
            }
        }
    }
}
