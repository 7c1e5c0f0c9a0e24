package ps.domain.policy.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import ps.domain.policy.testing.Listening;

/**
 * An SMTP server that answers as it is told to. Steps are {@code GREETING}, {@code EHLO}, {@code AUTH}, {@code MAIL},
 * {@code RCPT}, {@code DATA} and {@code DOT}; a recipient can be given in place of {@code RCPT}.
 */
public final class ScriptedRelay implements AutoCloseable {

    /** In place of an answer: closes the connection. */
    public static final String DROP = "DROP";

    /** In place of an answer: none, to this or anything later, with the connection left open. */
    public static final String SILENCE = "SILENCE";

    /** In the answer to EHLO: commands may come together (RFC 2920). */
    public static final String PIPELINING = "250-relay.example\r\n250-PIPELINING\r\n250 AUTH PLAIN";

    private static final Map<String, String> FRIENDLY = Map.of(
            "GREETING", "220 relay.example ESMTP",
            "EHLO", "250-relay.example\r\n250 AUTH PLAIN",
            "DATA FOR NOBODY", "554 5.5.1 No valid recipients",
            "AUTH", "235 2.7.0 Welcome",
            "MAIL", "250 2.1.0 Ok",
            "RCPT", "250 2.1.5 Ok",
            "DATA", "354 Go on",
            "DOT", "250 2.0.0 Ok: queued");

    private final Listening server;
    private volatile boolean answersTogether;
    private volatile int heldFrom = Integer.MAX_VALUE;
    private volatile int messagesPerConnection = Integer.MAX_VALUE;
    private volatile String afterThose = DROP;
    private final Optional<SSLContext> tls;
    private final Map<String, String> script = new ConcurrentHashMap<>(FRIENDLY);
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final List<String> senderCommands = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final List<String> holding = new CopyOnWriteArrayList<>();

    public ScriptedRelay() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Optional.empty());
    }

    private ScriptedRelay(ServerSocket server, Optional<SSLContext> tls) {
        this.tls = tls;
        this.server = Listening.on(server, this::converse);
    }

    /** One that changes to TLS when it is asked to (RFC 3207). */
    static ScriptedRelay withStartTls(SSLContext tls) throws IOException {
        ScriptedRelay relay =
                new ScriptedRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Optional.of(tls));
        return relay.answers("EHLO", "250-relay.example\r\n250-STARTTLS\r\n250-PIPELINING\r\n250 AUTH PLAIN");
    }

    /** One that speaks TLS from the beginning (RFC 8314). */
    static ScriptedRelay withImplicitTls(SSLContext tls) throws IOException {
        return new ScriptedRelay(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                Optional.empty());
    }

    /** From now on, answers so to this step. */
    public ScriptedRelay answers(String step, String answer) {
        script.put(step, answer);
        return this;
    }

    /** From now on, says nothing to a sender before there are a recipient and DATA too. */
    public ScriptedRelay answersTogether() {
        answersTogether = true;
        return answers("EHLO", PIPELINING);
    }

    /** From now on, answers so to the sender of whatever comes after so many messages, and closes the connection. */
    public ScriptedRelay takesOnly(int messages, String answer) {
        messagesPerConnection = messages;
        afterThose = answer;
        return this;
    }

    /** From now on, takes everything. */
    public ScriptedRelay isFriendly() {
        script.clear();
        script.putAll(FRIENDLY);
        return this;
    }

    /** From now on, waits before it answers to this step. */
    public ScriptedRelay holds(String step) {
        held.put(step, new CountDownLatch(1));
        return this;
    }

    /** From the message on that is the so-manieth, waits before it says that one arrived, as if {@code DOT} were held. */
    ScriptedRelay holdsFrom(int message) {
        heldFrom = message;
        return holds("DOT");
    }

    /** Whether somebody waits for the answer to this step. */
    public boolean isHolding(String step) {
        return holding.contains(step);
    }

    /** Answers to a step that was held. */
    public void letGo(String step) {
        Objects.requireNonNull(held.get(step), step).countDown();
    }

    public int port() {
        return server.port();
    }

    /** The recipients of the messages that arrived whole, in order. */
    public List<String> recipients() {
        return accepted;
    }

    /** The messages that arrived whole, in order. */
    public List<String> messages() {
        return messages;
    }

    /** The commands that named a sender, as they came. */
    List<String> senderCommands() {
        return senderCommands;
    }

    int connections() {
        return server.connections();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void converse(Socket plain) {
        try (plain) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(plain.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = plain.getOutputStream();
            boolean goesOn = answer(plain, out, "GREETING", "GREETING");
            String recipient = "";
            boolean isFromSomebody = false;
            boolean isForSomebody = false;
            int senders = 0;
            while (goesOn) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                if (silent.contains(plain)) {
                    continue;
                }
                String verb = line.split(" ", 2)[0];
                switch (verb) {
                    case "STARTTLS" -> {
                        write(out, "220 2.0.0 Go ahead");
                        SSLSocket secure = (SSLSocket) tls.orElseThrow()
                                .getSocketFactory()
                                .createSocket(plain, "localhost", plain.getPort(), true);
                        secure.setUseClientMode(false);
                        in = new BufferedReader(new InputStreamReader(secure.getInputStream(), StandardCharsets.UTF_8));
                        out = secure.getOutputStream();
                    }
                    case "MAIL" -> {
                        senderCommands.add(line);
                        if (++senders > messagesPerConnection) {
                            if (!afterThose.equals(DROP)) {
                                write(out, afterThose);
                            }
                            return;
                        }
                        if (answersTogether) {
                            recipient = in.readLine();
                            recipient = recipient.substring(recipient.indexOf('<') + 1, recipient.indexOf('>'));
                            in.readLine();
                            write(out, "250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 Go on");
                            goesOn = content(plain, in, out, recipient);
                        } else {
                            goesOn = answer(plain, out, "MAIL", "MAIL");
                            isFromSomebody = script("MAIL", "MAIL").startsWith("2");
                        }
                        isForSomebody = false;
                    }
                    case "RCPT" -> {
                        recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                        if (isFromSomebody) {
                            goesOn = answer(plain, out, recipient, "RCPT");
                            isForSomebody = script(recipient, "RCPT").startsWith("2");
                        } else {
                            write(out, "503 5.5.1 From whom?");
                        }
                    }
                    case "DATA" -> {
                        if (!isForSomebody) {
                            goesOn = answer(plain, out, "DATA FOR NOBODY", "DATA FOR NOBODY");
                            if (script("DATA FOR NOBODY", "DATA").startsWith("354")) {
                                goesOn = in.readLine().equals(".") && answer(plain, out, "DOT", "DOT");
                            }
                            continue;
                        }
                        goesOn = answer(plain, out, "DATA", "DATA");
                        if (goesOn && script("DATA", "DATA").startsWith("354")) {
                            goesOn = content(plain, in, out, recipient);
                        }
                    }
                    case "RSET", "NOOP" -> write(out, "250 Ok");
                    case "QUIT" -> {
                        write(out, "221 Bye");
                        goesOn = false;
                    }
                    default -> goesOn = answer(plain, out, verb, verb);
                }
            }
        } catch (IOException gone) {
            // The client is.
        }
    }

    private boolean content(Socket plain, BufferedReader in, OutputStream out, String recipient) throws IOException {
        if (script("CONTENT", "CONTENT").equals(DROP)) {
            return false;
        }
        StringBuilder message = new StringBuilder();
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            line = in.readLine();
        }
        if (line != null
                && (script("DOT", "DOT").charAt(0) == '2'
                        || !Character.isDigit(script("DOT", "DOT").charAt(0)))) {
            accepted.add(recipient);
            messages.add(message.toString());
        }
        return answer(plain, out, "DOT " + recipient, "DOT");
    }

    private boolean answer(Socket to, OutputStream out, String step, String otherwise) throws IOException {
        CountDownLatch hold = held.get(step);
        if (hold != null) {
            holding.add(step);
            await(hold);
        }
        CountDownLatch holdAll = otherwise.equals("DOT") && accepted.size() >= heldFrom ? held.get("DOT") : null;
        if (holdAll != null) {
            holding.add("DOT");
            await(holdAll);
        }
        String answer = script(step, otherwise);
        if (answer.equals(DROP)) {
            return false;
        }
        if (answer.equals(SILENCE)) {
            silent.add(to);
        } else {
            write(out, answer);
        }
        return !answer.startsWith("421");
    }

    private static void await(CountDownLatch hold) throws IOException {
        try {
            hold.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private String script(String step, String otherwise) {
        String answer = script.get(step);
        return answer == null ? script.getOrDefault(otherwise, "500 5.5.2 What?") : answer;
    }

    private static void write(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
