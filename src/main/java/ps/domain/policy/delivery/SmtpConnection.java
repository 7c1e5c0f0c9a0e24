package ps.domain.policy.delivery;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.delivery.Answer.Phase;

/**
 * One SMTP connection. Angus Mail opens it, changes to TLS and signs in. The commands of a message are given here: Angus
 * loses which of them an answer, a timeout or the end of the stream belongs to, and waits for an answer to each, where a
 * relay that can (RFC 2920) takes the sender, the recipient and the beginning of the message at once.
 */
final class SmtpConnection implements Relay.Connection {

    private static final String CRAM_MD5 = "CRAM-MD5";
    private static final byte[] DATA = ascii("DATA\r\n");
    private static final byte[] RSET = ascii("RSET\r\n");
    private static final byte[] NOTHING = ascii(".\r\n");

    private final SmtpSettings smtp;
    private final ReturnPath returnPath;
    private final SMTPTransport transport;
    private final SmtpSockets sockets;
    private final SmtpDialogue dialogue;
    private final boolean pipelines;
    private final boolean wantsSize;

    private SmtpConnection(SmtpSettings smtp, ReturnPath returnPath, SMTPTransport transport, SmtpSockets sockets)
            throws IOException {
        this.smtp = smtp;
        this.returnPath = returnPath;
        this.transport = transport;
        this.sockets = sockets;
        this.dialogue = new SmtpDialogue(sockets.last());
        this.pipelines = transport.supportsExtension("PIPELINING");
        this.wantsSize = transport.supportsExtension("SIZE");
    }

    static SmtpConnection open(
            SmtpSettings smtp, ReturnPath returnPath, SmtpSockets sockets, Function<SmtpSockets, Session> sessions)
            throws Relay.Unavailable {
        SMTPTransport transport = new PasswordTransport(sessions.apply(sockets));
        ScheduledFuture<?> limit = sockets.giveUpAfter(smtp.longestOpening());
        try {
            transport.connect(smtp.host(), smtp.port(), smtp.username(), smtp.password());
            sockets.opened();
            return new SmtpConnection(smtp, returnPath, transport, sockets);
        } catch (AuthenticationFailedException refused) {
            throw new Relay.Unavailable(signInAnswer(smtp, transport), refused);
        } catch (MessagingException | IOException | RuntimeException failed) {
            int code = transport.getLastReturnCode();
            throw new Relay.Unavailable(
                    code >= 400 ? last(transport, Phase.CONNECTION) : Answer.none(Phase.CONNECTION, reason(failed)),
                    failed);
        } finally {
            limit.cancel(false);
        }
    }

    @Override
    public boolean takesAnyScript() {
        return transport.supportsExtension("SMTPUTF8");
    }

    @Override
    public boolean isAlive() {
        return transport.isConnected();
    }

    @Override
    public synchronized Answer deliver(Relay.Message message) {
        Phase phase = Phase.SENDER;
        Answer refusal = null;
        try {
            byte[] content = message.letter().onTheWire(message);
            // What is too big is refused here (RFC 1870), where that cannot be held against a recipient.
            byte[] sender = utf8("MAIL FROM:<" + returnPath.of(message.id()) + ">"
                    + (wantsSize ? " SIZE=" + content.length : "")
                    + (message.to().isAscii() ? "" : " SMTPUTF8") + "\r\n");
            byte[] recipient = utf8("RCPT TO:<" + message.to() + ">\r\n");
            dialogue.say(pipelines ? joined(sender, recipient, DATA) : sender);
            refusal = refusal(dialogue.hear(phase, smtp.readTimeout()));
            if (refusal == null || pipelines) {
                phase = Phase.RECIPIENT;
                sayUnlessSaid(recipient);
                refusal = first(refusal, refusal(dialogue.hear(phase, smtp.readTimeout())));
            }
            if (refusal == null || pipelines) {
                phase = Phase.DATA;
                sayUnlessSaid(DATA);
                Answer answer = dialogue.hear(phase, smtp.readTimeout());
                if (refusal != null && answer.code() == 354) {
                    // A message for nobody, which RFC 2920 has a client end at once.
                    dialogue.say(NOTHING);
                    dialogue.hear(phase, smtp.readTimeout());
                } else if (refusal == null && answer.code() != 354) {
                    refusal = answer;
                }
            }
            if (refusal != null) {
                makeRoom(refusal);
                return refusal;
            }
            phase = Phase.CONTENT;
            dialogue.say(content);
            phase = Phase.FINAL_DOT;
            Answer answer = dialogue.hear(phase, smtp.finalTimeout());
            sockets.last().setSoTimeout(Math.toIntExact(smtp.readTimeout().toMillis()));
            return answer;
        } catch (IOException | RuntimeException failed) {
            if (refusal != null) {
                // What it said before it went away counts.
                close();
                return refusal;
            }
            return Answer.none(
                    phase,
                    failed instanceof SmtpDialogue.NoAnswer ? String.valueOf(failed.getMessage()) : reason(failed));
        }
    }

    @Override
    public synchronized void close() {
        try {
            transport.close();
        } catch (MessagingException alreadyGone) {
            // Nothing is left to be done with it.
        }
    }

    private void sayUnlessSaid(byte[] command) throws IOException {
        if (!pipelines) {
            dialogue.say(command);
        }
    }

    /** Makes room for the next message, unless the relay goes away. */
    private void makeRoom(Answer refusal) throws IOException {
        if (refusal.code() == 421) {
            return;
        }
        dialogue.say(RSET);
        dialogue.hear(refusal.phase(), smtp.readTimeout());
        sockets.last().setSoTimeout(Math.toIntExact(smtp.readTimeout().toMillis()));
    }

    private static @Nullable Answer refusal(Answer answer) {
        return answer.isPositive() ? null : answer;
    }

    private static @Nullable Answer first(@Nullable Answer one, @Nullable Answer other) {
        return one == null ? other : one;
    }

    /** It may repeat what it was told, and what it says is shown and kept. */
    private static Answer signInAnswer(SmtpSettings smtp, SMTPTransport transport) {
        if (transport.getLastReturnCode() / 100 == 2) {
            return new Answer(
                    Phase.SIGN_IN,
                    transport.getLastReturnCode(),
                    null,
                    "The mail server offers none of the ways to sign in that are known here: PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, NTLM");
        }
        Answer answer = last(transport, Phase.SIGN_IN);
        return new Answer(answer.phase(), answer.code(), answer.enhancedCode(), smtp.withoutCredentials(answer.text()));
    }

    private static Answer last(SMTPTransport transport, Phase phase) {
        int code = transport.getLastReturnCode();
        String lines = String.valueOf(transport.getLastServerResponse());
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

    /**
     * Signs in with CRAM-MD5 (RFC 2195) where neither PLAIN nor LOGIN is offered, and not otherwise: many servers offer it
     * that do not have what it takes.
     */
    private static final class PasswordTransport extends SMTPTransport {

        PasswordTransport(Session session) {
            super(session, null);
            setSASLEnabled(true);
            setSASLMechanisms(new String[] {CRAM_MD5});
        }

        @Override
        protected boolean supportsAuthentication(String way) {
            return super.supportsAuthentication(way)
                    && !(way.equals(CRAM_MD5)
                            && (super.supportsAuthentication("PLAIN") || super.supportsAuthentication("LOGIN")));
        }
    }

    private static byte[] joined(byte[]... commands) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(256);
        for (byte[] command : commands) {
            joined.writeBytes(command);
        }
        return joined.toByteArray();
    }

    private static byte[] utf8(String command) {
        return command.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String command) {
        return command.getBytes(StandardCharsets.US_ASCII);
    }
}
