package ps.domain.policy.tryout;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import ps.domain.policy.testing.MailServers;

/** A mail server in the process that takes whatever comes and keeps it in memory. */
public final class TryOutMail implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final GreenMail server;
    private final List<ReceivedMail> received = new CopyOnWriteArrayList<>();

    private TryOutMail(GreenMail server) {
        this.server = server;
    }

    static TryOutMail start() {
        GreenMail server = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_SMTP));
        server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        TryOutMail mail = new TryOutMail(server);
        server.start();
        UserManager users = server.getUserManager();
        MessageDeliveryHandler inboxes = users.getMessageDeliveryHandler();
        users.setMessageDeliveryHandler((message, recipient) -> {
            mail.keep(recipient.getEmail(), message.getMessage());
            return inboxes.handle(message, recipient);
        });
        return mail;
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** What has come, the newest last; the first has the number 1. */
    List<ReceivedMail> received() {
        return received;
    }

    Optional<ReceivedMail> received(int number) {
        return number >= 1 && number <= received.size() ? Optional.of(received.get(number - 1)) : Optional.empty();
    }

    @Override
    public void close() {
        server.stop();
    }

    private synchronized void keep(String recipient, MimeMessage message) {
        received.add(ReceivedMail.of(received.size() + 1, recipient, message));
    }
}
