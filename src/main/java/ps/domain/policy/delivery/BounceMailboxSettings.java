package ps.domain.policy.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * The mailbox that reports of what could not be delivered come to. It is emptied.
 *
 * @param host the IMAP server's name; without one, no mailbox is looked into
 * @param port its port; 0 for the usual one: 993 with implicit TLS, else 143
 * @param tls auto (implicit TLS is required unless the server is on this machine), starttls, implicit,
 *     or none, for this machine only
 * @param username the name to sign in with
 * @param password the password that goes with it
 * @param folder the folder to look into
 * @param interval how often to look
 * @param timeout how long to wait for the server
 */
@ConfigurationProperties("policy.delivery.bounces.imap")
record BounceMailboxSettings(
        @Nullable String host,
        @DefaultValue("0") int port,
        @DefaultValue("auto") TlsMode tls,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("INBOX") String folder,
        @DefaultValue("1m") Duration interval,
        @DefaultValue("30s") Duration timeout) {

    BounceMailboxSettings {
        host = isEmpty(host) ? null : host;
        Setting.requireBetween("policy.delivery.bounces.imap.port", 0, 65535, port);
        Setting.requireText("policy.delivery.bounces.imap.folder", folder);
        if (host != null && (isEmpty(username) || isEmpty(password))) {
            throw new IllegalArgumentException("policy.delivery.bounces.imap.host needs"
                    + " policy.delivery.bounces.imap.username and policy.delivery.bounces.imap.password");
        }
        if (host != null && tls == TlsMode.NONE && !SmtpSettings.isLoopback(host)) {
            throw new IllegalArgumentException("policy.delivery.bounces.imap.tls=none would send the password to "
                    + host + " for everybody on the way to read: use implicit or starttls");
        }
        Setting.requireAtLeast("policy.delivery.bounces.imap.interval", Duration.ofSeconds(1), interval);
        Setting.requireBetween(
                "policy.delivery.bounces.imap.timeout", Duration.ofMillis(1), Duration.ofHours(1), timeout);
    }

    /** TLS as it is meant for this host. */
    TlsMode effectiveTls() {
        return tls != TlsMode.AUTO ? tls : SmtpSettings.isLoopback(host) ? TlsMode.NONE : TlsMode.IMPLICIT;
    }

    /** The port as it is meant. */
    int effectivePort() {
        return port != 0 ? port : effectiveTls() == TlsMode.IMPLICIT ? 993 : 143;
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    @Override
    public String toString() {
        return "BounceMailboxSettings[" + host + ":" + effectivePort() + ", tls=" + effectiveTls() + "]";
    }
}
