package ps.domain.policy.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a mail server, and hangs up where that one is about to say certain words. */
final class HangingUp implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;
    private final String words;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    HangingUp(int behind, String words) throws IOException {
        this.behind = behind;
        this.words = words;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
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
