package ps.domain.policy.delivery;

import jakarta.mail.Session;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The relay over SMTP, as the settings describe it. */
@Component
final class SmtpRelay implements Relay {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpRelay.class);

    private final SmtpSettings smtp;
    private final ReturnPath returnPath;

    SmtpRelay(SmtpSettings smtp, DeliverySettings settings) {
        settings.requireLeaseFor(smtp);
        this.smtp = smtp;
        this.returnPath = settings.returnPath();
        if (smtp.tls() == TlsMode.NONE) {
            LOG.warn("policy.delivery.smtp.tls=none: messages go to {} in the clear", smtp.host());
        }
    }

    @Override
    public Connection connect() throws Unavailable {
        return SmtpConnection.open(smtp, returnPath, this::session);
    }

    /** A session of its own for each connection, whose sockets come from the given factory. */
    private Session session(javax.net.SocketFactory sockets) {
        Properties properties = new Properties();
        properties.put("mail.smtp.socketFactory", sockets);
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.connectiontimeout", millis(smtp.connectTimeout()));
        properties.setProperty("mail.smtp.timeout", millis(smtp.readTimeout()));
        properties.setProperty("mail.smtp.writetimeout", millis(smtp.writeTimeout()));
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.auth", String.valueOf(smtp.signsIn()));
        // Checked for STARTTLS as well, which spring.mail's own property would not do.
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.enable", String.valueOf(smtp.effectiveTls() == TlsMode.IMPLICIT));
        boolean startTls = smtp.effectiveTls() == TlsMode.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.setProperty("mail.smtp.starttls.required", String.valueOf(startTls));
        String ehloName = smtp.ehloName();
        if (ehloName != null && !ehloName.isEmpty()) {
            properties.setProperty("mail.smtp.localhost", ehloName);
        }
        return Session.getInstance(properties);
    }

    private static String millis(java.time.Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
