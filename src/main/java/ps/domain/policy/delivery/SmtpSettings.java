package ps.domain.policy.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * How the relay, the mail server that takes all messages, is reached.
 *
 * @param host its name
 * @param port its port: usually 25 on the same machine, 587 with STARTTLS, 465 with implicit TLS
 * @param username the name to sign in with, if it asks for one
 * @param password the password that goes with it
 * @param tls auto (STARTTLS is required unless the relay is on this machine), starttls, implicit,
 *     or none, for a trusted network only
 * @param ehloName the name this machine gives for itself; by default, its own
 * @param connections how many are kept open at the same time, by each instance
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for an answer
 * @param writeTimeout how long to wait until the relay takes more
 * @param finalTimeout how long to wait for the answer to a whole message, for which RFC 5321 allows ten minutes
 */
@ConfigurationProperties("policy.delivery.smtp")
record SmtpSettings(
        @DefaultValue("localhost") String host,
        @DefaultValue("25") int port,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("auto") TlsMode tls,
        @Nullable String ehloName,
        @DefaultValue("4") int connections,
        @DefaultValue("30s") Duration connectTimeout,
        @DefaultValue("1m") Duration readTimeout,
        @DefaultValue("1m") Duration writeTimeout,
        @DefaultValue("10m") Duration finalTimeout) {

    /** Long enough not to be a word by chance. */
    private static final Pattern ENCODED = Pattern.compile("[A-Za-z0-9+/]{6,}={0,2}");

    SmtpSettings {
        Setting.requireText("policy.delivery.smtp.host", host);
        Setting.requireBetween("policy.delivery.smtp.port", 1, 65535, port);
        Setting.requireBetween("policy.delivery.smtp.connections", 1, 64, connections);
        requireTime("connect-timeout", connectTimeout);
        requireTime("read-timeout", readTimeout);
        requireTime("write-timeout", writeTimeout);
        requireTime("final-timeout", finalTimeout);
        if (isEmpty(username) != isEmpty(password)) {
            throw new IllegalArgumentException(
                    "policy.delivery.smtp.username and policy.delivery.smtp.password go together: set both or neither");
        }
        if (ehloName != null && !ehloName.matches("[\\x21-\\x7e]*")) {
            throw new IllegalArgumentException(
                    "policy.delivery.smtp.ehlo-name must be a host name in ASCII, and not " + ehloName);
        }
        // Set but empty, as an environment variable can be: without this an empty name would be signed in with.
        username = isEmpty(username) ? null : username;
        password = isEmpty(password) ? null : password;
        if (tls == TlsMode.NONE && !isEmpty(password) && !isLoopback(host)) {
            throw new IllegalArgumentException("policy.delivery.smtp.tls=none would send the password to " + host
                    + " for everybody on the way to read: use starttls or implicit");
        }
    }

    /** TLS as it is meant for this host. */
    TlsMode effectiveTls() {
        return tls != TlsMode.AUTO ? tls : isLoopback(host) ? TlsMode.NONE : TlsMode.STARTTLS;
    }

    boolean signsIn() {
        return !isEmpty(username);
    }

    /** Words without the password, and without any part of the name and the password as they are encoded to sign in. */
    String withoutCredentials(String words) {
        if (username == null || password == null) {
            return words;
        }
        String plain = base64(username + '\0' + username + '\0' + password);
        String login = base64(password);
        return ENCODED.matcher(words.replace(password, "…")).replaceAll(word -> {
            String bare = word.group().replace("=", "");
            return plain.contains(bare) || login.contains(bare) || bare.contains(login.replace("=", ""))
                    ? "…"
                    : word.group();
        });
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The longest that it can take until a connection is open: for the greeting, two EHLO, TLS and signing in. */
    Duration longestOpening() {
        return connectTimeout.plus(readTimeout.multipliedBy(4));
    }

    /** The longest that one message can take on an open connection. */
    Duration longestMessage() {
        return readTimeout.multipliedBy(4).plus(writeTimeout).plus(finalTimeout);
    }

    private static void requireTime(String name, Duration timeout) {
        Setting.requireBetween("policy.delivery.smtp." + name, Duration.ofMillis(1), Duration.ofHours(1), timeout);
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    /** Whether a name is this machine's own, by any of the ways to say so. */
    static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1"));
    }

    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + ", tls=" + effectiveTls() + "]";
    }
}
