package ps.domain.policy.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import ps.domain.policy.testing.Listening;

/** Gives a mail server that speaks IMAP in the clear TLS: from the beginning (RFC 8314), or by STARTTLS (RFC 9051). */
final class TlsFront implements AutoCloseable {

    private final Listening server;
    private final SSLContext tls;
    private final boolean implicit;
    private final int behind;
    private final List<String> inTheClear = new CopyOnWriteArrayList<>();

    TlsFront(TlsMode mode, SSLContext tls, int behind) throws IOException {
        this.tls = tls;
        this.implicit = mode == TlsMode.IMPLICIT;
        this.behind = behind;
        this.server = Listening.with(this::serve);
    }

    int port() {
        return server.port();
    }

    /** The commands that came before TLS, without their tags. */
    List<String> inTheClear() {
        return inTheClear;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve(Socket client) {
        try (Socket mail = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            if (!implicit) {
                client.getOutputStream().write(line(mail.getInputStream()));
                while (!upgrades(client, mail)) {
                    // until it asks for TLS
                }
            }
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
            secure.setUseClientMode(false);
            Thread back = Thread.ofVirtual().start(() -> pass(mail, secure));
            pass(secure, mail);
            back.join();
        } catch (IOException | InterruptedException over) {
            // The client finds out.
        }
    }

    /** Answers one command; whether it was the one for TLS. */
    private boolean upgrades(Socket client, Socket mail) throws IOException {
        byte[] command = line(client.getInputStream());
        String[] words = new String(command, StandardCharsets.US_ASCII).strip().split(" ", 2);
        inTheClear.add(words[1]);
        if (words[1].equals("STARTTLS")) {
            client.getOutputStream().write((words[0] + " OK Begin\r\n").getBytes(StandardCharsets.US_ASCII));
            return true;
        }
        mail.getOutputStream().write(command);
        String answer;
        do {
            answer = new String(line(mail.getInputStream()), StandardCharsets.US_ASCII);
            String said = answer.startsWith("* CAPABILITY") ? answer.strip() + " STARTTLS\r\n" : answer;
            client.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        } while (!answer.startsWith(words[0]));
        return false;
    }

    private static byte[] line(InputStream from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = from.read(); read >= 0; read = from.read()) {
            line.write(read);
            if (read == '\n') {
                return line.toByteArray();
            }
        }
        throw new IOException("It ended");
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // The other end finds out.
        }
    }
}
