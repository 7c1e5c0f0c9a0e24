package ps.domain.policy.delivery;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.delivery.Answer.Phase;

/**
 * One SMTP connection. Angus Mail opens it, changes to TLS and signs in; the commands of a message are given here one by
 * one, since its own way of sending loses which of them an answer, a timeout or the end of the stream belongs to.
 */
final class SmtpConnection extends SMTPTransport implements Relay.Connection {

    private final SmtpSettings smtp;
    private final ReturnPath returnPath;
    private final QuickSockets sockets;

    private SmtpConnection(SmtpSettings smtp, ReturnPath returnPath, QuickSockets sockets, Session session) {
        super(session, null);
        this.smtp = smtp;
        this.returnPath = returnPath;
        this.sockets = sockets;
    }

    static SmtpConnection open(SmtpSettings smtp, ReturnPath returnPath, Function<SocketFactory, Session> sessions)
            throws Relay.Unavailable {
        QuickSockets sockets = new QuickSockets();
        SmtpConnection connection = new SmtpConnection(smtp, returnPath, sockets, sessions.apply(sockets));
        try {
            connection.connect(smtp.host(), smtp.port(), smtp.username(), smtp.password());
            return connection;
        } catch (AuthenticationFailedException refused) {
            throw new Relay.Unavailable(connection.last(Phase.SIGN_IN), refused);
        } catch (MessagingException | RuntimeException failed) {
            int code = connection.getLastReturnCode();
            throw new Relay.Unavailable(
                    code >= 400 ? connection.last(Phase.CONNECTION) : Answer.none(Phase.CONNECTION, reason(failed)),
                    failed);
        }
    }

    @Override
    public boolean takesAnyScript() {
        return supportsExtension("SMTPUTF8");
    }

    @Override
    public boolean isAlive() {
        return isConnected();
    }

    @Override
    public synchronized Answer deliver(Relay.Message message) {
        Phase phase = Phase.SENDER;
        try {
            checkConnected();
            String parameters = message.to().isAscii() ? "" : " SMTPUTF8";
            if (simpleCommand("MAIL FROM:<" + returnPath.of(message.id()) + ">" + parameters) / 100 != 2) {
                return afterRefusal(last(phase));
            }
            phase = Phase.RECIPIENT;
            byte[] recipient = ("RCPT TO:<" + message.to() + ">").getBytes(StandardCharsets.UTF_8);
            if (simpleCommand(recipient) / 100 != 2) {
                return afterRefusal(last(phase));
            }
            phase = Phase.DATA;
            OutputStream content = data();
            phase = Phase.CONTENT;
            message.letter().writeTo(content, message);
            phase = Phase.FINAL_DOT;
            sockets.readTimeout(smtp.finalTimeout().toMillis());
            simpleCommand(".");
            Answer answer = last(phase);
            sockets.readTimeout(smtp.readTimeout().toMillis());
            return answer;
        } catch (SMTPSendFailedException refused) {
            return refused.getReturnCode() > 0 ? last(phase) : Answer.none(phase, "The connection was closed");
        } catch (MessagingException | IOException | RuntimeException failed) {
            return Answer.none(phase, reason(failed));
        }
    }

    @Override
    public synchronized void close() {
        try {
            super.close();
        } catch (MessagingException alreadyGone) {
            // Nothing is left to be done with it.
        }
    }

    /** Makes room for the next message. If that fails, the next message will say so. */
    private Answer afterRefusal(Answer refusal) throws MessagingException {
        if (refusal.code() != Answer.NONE && refusal.code() != 421) {
            try {
                simpleCommand("RSET");
            } catch (MessagingException gone) {
                close();
            }
        }
        return refusal;
    }

    private Answer last(Phase phase) {
        int code = getLastReturnCode();
        String lines = String.valueOf(getLastServerResponse());
        return code > 0 ? Answer.of(phase, code, lines) : Answer.none(phase, noAnswer(lines));
    }

    private static String noAnswer(String lines) {
        return lines.isBlank() || lines.equals("[EOF]")
                ? "The connection was closed without an answer"
                : "This is not an answer: " + lines;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** Sockets that send at once, or every message would wait 44 ms for an acknowledgement (Nagle's algorithm). */
    private static final class QuickSockets extends SocketFactory {

        private @Nullable Socket last;

        /** For an answer that may take longer than others; works below TLS too. */
        void readTimeout(long millis) throws SocketException {
            if (last != null) {
                last.setSoTimeout(Math.toIntExact(millis));
            }
        }

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            last = socket;
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("Angus Mail connects sockets by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException("Angus Mail connects sockets by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("Angus Mail connects sockets by itself");
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException("Angus Mail connects sockets by itself");
        }
    }
}
