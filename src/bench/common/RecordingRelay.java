package ps.domain.policy.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An SMTP server that writes down whom every message was for, before it says that it has it. */
public final class RecordingRelay implements AutoCloseable {

    /** In place of an answer: closes the connection. */
    public static final String DROP = "DROP";

    /** In place of an answer: none, to this or anything later. */
    public static final String SILENCE = "SILENCE";

    /** What it answers to. */
    public enum Step {
        GREETING("220 relay.example ESMTP"),
        EHLO("250-relay.example\r\n250-PIPELINING\r\n250 AUTH PLAIN"),
        AUTH("235 2.7.0 Welcome"),
        MAIL("250 2.1.0 Ok"),
        RCPT("250 2.1.5 Ok"),
        DATA("354 Go on"),
        CONTENT(""),
        DOT("250 2.0.0 Ok: queued");

        private final String friendly;

        Step(String friendly) {
            this.friendly = friendly;
        }

        public String friendly() {
            return friendly;
        }
    }

    /** Answers. */
    public interface Manner {

        /** The recipient is empty before there is one. */
        String answer(Step step, String recipient) throws InterruptedException;
    }

    private final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    private final AtomicLong messages = new AtomicLong();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile ServerSocket server;
    private volatile Manner manner = (step, recipient) -> step.friendly();

    /** Of a port that is not given to connections: whoever dials one of those that nobody listens at can reach itself. */
    public RecordingRelay(int port) throws IOException {
        this.port = port;
        this.server = listen(port);
    }

    /** From now on, answers so. */
    public void answers(Manner other) {
        manner = other;
    }

    public int port() {
        return port;
    }

    /** How often each address got a message. */
    public Map<String, AtomicInteger> received() {
        return received;
    }

    public long messages() {
        return messages.get();
    }

    /** How many connections are open now. */
    public int connections() {
        return open.size();
    }

    /** Refuses connections, and breaks those that are open. */
    public void goAway() throws IOException {
        server.close();
        hangUp();
    }

    /** Breaks the connections that are open. */
    public void hangUp() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Takes connections again, if it does not. */
    public void comeBack() throws IOException {
        if (server.isClosed()) {
            server = listen(port);
        }
    }

    @Override
    public void close() throws IOException {
        goAway();
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 200);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    open.add(socket);
                    Thread.ofVirtual().start(() -> converse(socket));
                }
            } catch (IOException closed) {
                // It went away.
            }
        });
        return listening;
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            try {
                converse(in, socket.getOutputStream());
            } catch (Silent untilTheClientIsGone) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException | InterruptedException gone) {
            // The client is, or the server.
        } finally {
            open.remove(socket);
        }
    }

    private void converse(InputStream in, OutputStream out) throws IOException, InterruptedException {
        String recipient = "";
        boolean isFromSomebody = false;
        boolean isForSomebody = false;
        boolean goesOn = answer(out, Step.GREETING, "");
        while (goesOn) {
            String line = line(in);
            if (line == null) {
                return;
            }
            switch (line.split("[ :]", 2)[0]) {
                case "EHLO" -> goesOn = answer(out, Step.EHLO, "");
                case "AUTH" -> goesOn = answer(out, Step.AUTH, "");
                case "MAIL" -> {
                    String answer = manner.answer(Step.MAIL, "");
                    goesOn = write(out, answer);
                    isFromSomebody = answer.startsWith("2");
                    isForSomebody = false;
                }
                case "RCPT" -> {
                    recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    String answer = isFromSomebody
                            ? manner.answer(Step.RCPT, recipient)
                            : "503 5.5.1 From whom?";
                    goesOn = write(out, answer);
                    isForSomebody = answer.startsWith("2");
                }
                case "DATA" -> {
                    String answer = isForSomebody
                            ? manner.answer(Step.DATA, recipient)
                            : "554 5.5.1 No valid recipients";
                    goesOn = write(out, answer);
                    if (goesOn && answer.startsWith("354")) {
                        goesOn = content(in, out, recipient);
                    }
                }
                case "QUIT" -> {
                    write(out, "221 Bye");
                    goesOn = false;
                }
                default -> goesOn = write(out, "250 Ok");
            }
        }
    }

    private boolean content(InputStream in, OutputStream out, String recipient)
            throws IOException, InterruptedException {
        if (manner.answer(Step.CONTENT, recipient).equals(DROP)) {
            return false;
        }
        // Ends with a line that is a dot.
        int matched = 2;
        while (matched < 5) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            matched = next == "\r\n.\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String answer = manner.answer(Step.DOT, recipient);
        // Who does not say that it failed, has it.
        if (answer.startsWith("2") || !Character.isDigit(answer.charAt(0))) {
            received.computeIfAbsent(recipient, first -> new AtomicInteger()).incrementAndGet();
            messages.incrementAndGet();
        }
        return write(out, answer);
    }

    private boolean answer(OutputStream out, Step step, String recipient) throws IOException, InterruptedException {
        return write(out, manner.answer(step, recipient));
    }

    private static boolean write(OutputStream out, String answer) throws IOException {
        if (answer.equals(DROP)) {
            return false;
        }
        if (answer.equals(SILENCE)) {
            throw new Silent();
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return !answer.startsWith("421");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return next < 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    /** Nothing more is said. */
    private static final class Silent extends IOException {

        private static final long serialVersionUID = 1;
    }
}
