package ps.domain.policy.delivery;

import jakarta.mail.Session;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The relay over SMTP, as the settings describe it. */
@Component
final class SmtpRelay implements Relay, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpRelay.class);

    private final SmtpSettings smtp;
    private final ReturnPath returnPath;
    private final SSLSocketFactory trusted;
    private final ScheduledExecutorService guards = guards();

    @Autowired
    SmtpRelay(SmtpSettings smtp, DeliverySettings settings) {
        this(smtp, settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** Trusts whom the given sockets trust, in place of those whom this JVM does. */
    SmtpRelay(SmtpSettings smtp, DeliverySettings settings, SSLSocketFactory trusted) {
        settings.requireLeaseFor(smtp);
        this.smtp = smtp;
        this.trusted = trusted;
        this.returnPath = settings.returnPath();
        if (smtp.tls() == TlsMode.NONE) {
            LOG.warn("policy.delivery.smtp.tls=none: messages go to {} in the clear", smtp.host());
        }
    }

    @Override
    public Connection connect() throws Unavailable {
        return SmtpConnection.open(smtp, returnPath, new SmtpSockets(smtp.writeTimeout(), guards), this::session);
    }

    @Override
    public void destroy() {
        guards.shutdownNow();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until the end
    private static ScheduledExecutorService guards() {
        ScheduledThreadPoolExecutor guards = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("delivery-guard").factory());
        guards.setRemoveOnCancelPolicy(true);
        // What is next to be done wakes the thread when it is put up: so that this is never the guard of a write, which
        // is taken down again in no time, with every message.
        guards.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
        return guards;
    }

    /** A session of its own for each connection, whose sockets come from the given factory. */
    private Session session(SmtpSockets sockets) {
        Properties properties = new Properties();
        properties.put("mail.smtp.socketFactory", sockets.plain());
        properties.put("mail.smtp.ssl.socketFactory", sockets.withTls(trusted));
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty("mail.smtp.connectiontimeout", millis(smtp.connectTimeout()));
        properties.setProperty("mail.smtp.timeout", millis(smtp.readTimeout()));
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
