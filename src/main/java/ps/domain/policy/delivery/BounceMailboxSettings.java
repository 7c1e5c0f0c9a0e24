package ps.domain.policy.delivery;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

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
@Validated
@ConfigurationProperties("policy.delivery.bounces.imap")
record BounceMailboxSettings(
        @Nullable String host,
        @Min(0) @Max(65535) @DefaultValue("0") int port,
        @NotNull @DefaultValue("auto") TlsMode tls,
        @Nullable String username,
        @Nullable String password,
        @NotBlank @DefaultValue("INBOX") String folder,
        @NotNull @DefaultValue("1m") Duration interval,
        @NotNull @DefaultValue("30s") Duration timeout) {

    BounceMailboxSettings {
        host = isEmpty(host) ? null : host;
        if (host != null && (isEmpty(username) || isEmpty(password))) {
            throw new IllegalArgumentException("policy.delivery.bounces.imap.host needs"
                    + " policy.delivery.bounces.imap.username and policy.delivery.bounces.imap.password");
        }
        if (host != null && tls == TlsMode.NONE && !SmtpSettings.isLoopback(host)) {
            throw new IllegalArgumentException("policy.delivery.bounces.imap.tls=none would send the password to "
                    + host + " for everybody on the way to read: use implicit or starttls");
        }
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "policy.delivery.bounces.imap.interval must be at least 1s, and not " + interval);
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "policy.delivery.bounces.imap.timeout must be between 1ms and 1h, and not " + timeout);
        }
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
