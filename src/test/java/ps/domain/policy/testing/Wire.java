package ps.domain.policy.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Sends what no browser would: bytes as they are, of a request that need not make sense. */
public final class Wire {

    private final int port;

    public Wire(int port) {
        this.port = port;
    }

    /**
     * An answer.
     *
     * @param text all of it, status line and headers included
     */
    public record Answer(int status, String text) {}

    /** Asks for an address, written as it is given, with lines of headers. */
    public Answer get(String address, String... headers) {
        return send("GET", address, "", headers);
    }

    /** Sends a body in Latin-1, so that every byte can be written as a character. */
    public Answer send(String method, String address, String body, String... headers) {
        StringBuilder request =
                new StringBuilder(method).append(' ').append(address).append(" HTTP/1.1\r\n");
        if (String.join("\n", headers).lines().noneMatch(line -> line.startsWith("Host:"))) {
            request.append("Host: localhost\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("Accept: text/html\r\nAccept-Language: en\r\nConnection: close\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body);
        return raw(request.toString());
    }

    /** Sends a whole request in Latin-1, well-formed or not; it should ask for the connection to be closed. */
    public Answer raw(String request) {
        return answerTo(request, InputStream::readAllBytes);
    }

    /** Sends the beginning of a request in Latin-1, and hangs up once a whole page has come in answer. */
    public Answer begun(String request) {
        return answerTo(request, answer -> {
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            while (!page.toString(UTF_8).endsWith("</html>")) {
                int next = answer.read();
                if (next < 0) {
                    break;
                }
                page.write(next);
            }
            return page.toByteArray();
        });
    }

    private Answer answerTo(String request, Reading reading) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String text = new String(reading.from(socket.getInputStream()), UTF_8);
            return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface Reading {
        byte[] from(InputStream answer) throws IOException;
    }
}
