package ps.domain.policy.delivery;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.text.Failure;

/**
 * Empties the mailbox that reports come to, one instance at a time. A message is deleted there once it is kept here; if that
 * is lost on the way, it is seen again and known.
 */
@Component
class BounceMailbox {

    private static final Logger LOG = LoggerFactory.getLogger(BounceMailbox.class);
    private static final int MOST_AT_ONCE = 500;

    private final BounceMailboxSettings settings;
    private final Bounces bounces;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final SSLSocketFactory trusted;

    @Autowired
    BounceMailbox(BounceMailboxSettings settings, Bounces bounces, JdbcClient jdbc, TransactionTemplate transactions) {
        this(settings, bounces, jdbc, transactions, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** Trusts whom the given sockets trust, in place of those whom this JVM does. */
    BounceMailbox(
            BounceMailboxSettings settings,
            Bounces bounces,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            SSLSocketFactory trusted) {
        this.settings = settings;
        this.bounces = bounces;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.trusted = trusted;
    }

    /** Whether there is one. */
    boolean isThere() {
        return settings.host() != null;
    }

    /** Takes what there is; says how many messages that were. */
    int collect() {
        // Held by a transaction that does nothing else: what is kept is committed one by one.
        Integer collected = transactions.execute(transaction -> lock() ? collectAlone() : 0);
        return collected == null ? 0 : collected;
    }

    private boolean lock() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtext('bounce_mailbox'))")
                .query(Boolean.class)
                .single();
    }

    private int collectAlone() {
        int collected = 0;
        try (Store store = session().getStore()) {
            store.connect(settings.host(), settings.effectivePort(), settings.username(), settings.password());
            Folder folder = store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            try {
                int count = Math.min(folder.getMessageCount(), MOST_AT_ONCE);
                for (Message message : count == 0 ? new Message[0] : folder.getMessages(1, count)) {
                    if (keep(message)) {
                        collected++;
                    }
                }
            } finally {
                folder.close(true);
            }
        } catch (MessagingException failed) {
            LOG.warn("The mailbox of what came back cannot be read: {}", Failure.nameOf(failed));
        }
        return collected;
    }

    /** Keeps one message; one that cannot be fetched stays where it is, and does not hold up the others. */
    private boolean keep(Message message) throws MessagingException {
        byte[] raw;
        ((IMAPMessage) message).setPeek(true);
        try (InputStream content = ((IMAPMessage) message).getMimeStream()) {
            raw = content.readNBytes(Bounces.LARGEST + 1);
        } catch (IOException | MessagingException unreadable) {
            LOG.warn("A message of what came back cannot be fetched: {}", Failure.nameOf(unreadable));
            return false;
        }
        bounces.keep(raw, Bounces.Source.MAILBOX);
        message.setFlag(Flags.Flag.DELETED, true);
        return true;
    }

    private Session session() {
        boolean implicit = settings.effectiveTls() == TlsMode.IMPLICIT;
        boolean startTls = settings.effectiveTls() == TlsMode.STARTTLS;
        String millis = String.valueOf(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.store.protocol", "imap");
        properties.setProperty("mail.imap.ssl.enable", String.valueOf(implicit));
        properties.setProperty("mail.imap.starttls.enable", String.valueOf(startTls));
        properties.setProperty("mail.imap.starttls.required", String.valueOf(startTls));
        properties.setProperty("mail.imap.ssl.checkserveridentity", "true");
        properties.put("mail.imap.ssl.socketFactory", trusted);
        properties.setProperty("mail.imap.connectiontimeout", millis);
        properties.setProperty("mail.imap.timeout", millis);
        properties.setProperty("mail.imap.writetimeout", millis);
        properties.setProperty("mail.imap.fetchsize", "262144");
        return Session.getInstance(properties);
    }
}
