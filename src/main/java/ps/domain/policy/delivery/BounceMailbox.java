package ps.domain.policy.delivery;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.imap.IMAPFolder;
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

    /** How often it connects where the server hangs up, as Dovecot does at a message that is damaged there. */
    private static final int MOST_CONNECTIONS = 5;

    private final BounceMailboxSettings settings;
    private final Bounces bounces;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final SSLSocketFactory trusted;

    /** The messages that the server hung up at; others are read before they are asked for again. */
    private final Set<Long> hungUpAt = ConcurrentHashMap.newKeySet();

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
        Set<Long> kept = new HashSet<>();
        try {
            int connections = 1;
            while (!collect(kept) && connections < MOST_CONNECTIONS) {
                connections++;
            }
        } catch (MessagingException failed) {
            LOG.warn("The mailbox of what came back cannot be read: {}", Failure.nameOf(failed));
        }
        return kept.size();
    }

    /**
     * Takes what there is over one connection, but for what was kept over another one before.
     *
     * @param kept the messages that are kept, to which those of this connection are added
     * @return whether the server stayed until the end
     */
    private boolean collect(Set<Long> kept) throws MessagingException {
        try (Store store = session().getStore()) {
            store.connect(settings.host(), settings.effectivePort(), settings.username(), settings.password());
            IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            try {
                for (Message message : first(MOST_AT_ONCE + hungUpAt.size(), folder)) {
                    long uid = folder.getUID(message);
                    if (kept.contains(uid) || (!hungUpAt.contains(uid) && keep(message))) {
                        kept.add(uid);
                        message.setFlag(Flags.Flag.DELETED, true);
                    } else if (!folder.isOpen()) {
                        hungUpAt.add(uid);
                        return false;
                    }
                }
            } finally {
                folder.close(true);
            }
        }
        // It may have hung up for another reason.
        hungUpAt.clear();
        return true;
    }

    private static Message[] first(int most, IMAPFolder folder) throws MessagingException {
        int count = Math.min(folder.getMessageCount(), most);
        if (count == 0) {
            return new Message[0];
        }
        Message[] messages = folder.getMessages(1, count);
        FetchProfile numbers = new FetchProfile();
        numbers.add(UIDFolder.FetchProfileItem.UID);
        folder.fetch(messages, numbers);
        return messages;
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
