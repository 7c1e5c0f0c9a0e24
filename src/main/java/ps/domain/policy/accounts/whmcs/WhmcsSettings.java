package ps.domain.policy.accounts.whmcs;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * How the billing platform is asked for its clients.
 *
 * @param url the address of WHMCS, such as https://my.domain.ps, or of its includes/api.php; without one, it is not asked
 * @param identifier the identifier of the API credentials
 * @param secret the secret that goes with it
 * @param accessKey the API access key, if WHMCS has one in the place of a list of addresses
 * @param every how often all clients are read; without it, only when staff ask for that
 * @param pageSize how many clients are read at once
 * @param rate how many requests a second WHMCS is given at most
 * @param closingLimit the share of account holders, from 0 to 1, that a run may close without asking staff
 * @param hookSecret what WHMCS signs its hints to /hooks/whmcs with, 20 characters at least; without one, that address is
 *     not there
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for an answer
 * @param retryDelay how long to wait before the first of four more attempts; doubled before each of the others
 */
@ConfigurationProperties("policy.whmcs")
record WhmcsSettings(
        @Nullable URI url,
        @Nullable String identifier,
        @Nullable String secret,
        @Nullable String accessKey,
        @Nullable Duration every,
        @DefaultValue("250") int pageSize,
        @DefaultValue("5") double rate,
        @DefaultValue("0.1") double closingLimit,
        @Nullable String hookSecret,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("1m") Duration readTimeout,
        @DefaultValue("1s") Duration retryDelay) {

    private static final String API = "/includes/api.php";
    private static final int SHORTEST_SECRET = 20;

    WhmcsSettings {
        // Set but empty, as an environment variable can be.
        url = url == null || url.toString().isEmpty() ? null : url;
        identifier = orNull(identifier);
        secret = orNull(secret);
        accessKey = orNull(accessKey);
        hookSecret = orNull(hookSecret);
        if (url != null) {
            requireSafe(url);
            if (identifier == null || secret == null) {
                throw new IllegalArgumentException(
                        "policy.whmcs.url needs policy.whmcs.identifier and policy.whmcs.secret");
            }
        }
        if (every != null && url == null) {
            throw new IllegalArgumentException("policy.whmcs.every needs policy.whmcs.url: there is nothing to read");
        }
        if (every != null) {
            Setting.requireAtLeast("policy.whmcs.every", Duration.ofMinutes(5), every);
        }
        Setting.requireBetween("policy.whmcs.page-size", 2, 10_000, pageSize);
        Setting.requireBetween("policy.whmcs.rate", 0.1, 1000.0, rate);
        Setting.requireBetween("policy.whmcs.closing-limit", 0.0, 1.0, closingLimit);
        if (hookSecret != null && hookSecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("policy.whmcs.hook-secret must have at least " + SHORTEST_SECRET
                    + " characters, best from a password generator");
        }
        requireTime("connect-timeout", connectTimeout);
        requireTime("read-timeout", readTimeout);
        requireTime("retry-delay", retryDelay);
    }

    /** Whether there is a WHMCS to ask. */
    boolean isThere() {
        return url != null;
    }

    /** The address that requests go to. */
    URI api() {
        if (url == null) {
            throw new IllegalStateException("policy.whmcs.url is not set");
        }
        String address = url.toString();
        return address.endsWith(".php") ? url : URI.create(address.replaceAll("/+$", "") + API);
    }

    private static void requireSafe(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (host == null || url.getRawQuery() != null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "policy.whmcs.url must be an address such as https://my.domain.ps, without user, password or"
                            + " query");
        }
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        if (!scheme.equals("https") && !(scheme.equals("http") && here)) {
            throw new IllegalArgumentException(
                    "policy.whmcs.url must begin with https://, or the secret would be sent to " + host
                            + " for everybody on the way to read");
        }
    }

    private static void requireTime(String name, Duration time) {
        Setting.requireBetween("policy.whmcs." + name, Duration.ofMillis(1), Duration.ofMinutes(1), time);
    }

    private static @Nullable String orNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "WhmcsSettings[" + url + "]";
    }
}
