package ps.domain.policy.staff;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows guessing, for all instances together. Everybody has a few attempts at once and then one every so often; nobody
 * is locked out for longer than until the next. Accounts that do not exist are treated like those that do. A browser that
 * the account's owner has signed in with has attempts of its own, which nobody else can use up.
 */
@Component
class SignInThrottle {

    /** One client at one account. */
    private static final Limit CLIENT_AT_ACCOUNT = new Limit(5, Duration.ofSeconds(30));

    /** One client at all accounts: an office may share its address. */
    private static final Limit CLIENT = new Limit(40, Duration.ofSeconds(10));

    /** All clients at one account: wide, so that many guessers hardly keep its owner out. */
    private static final Limit ACCOUNT = new Limit(60, Duration.ofSeconds(10));

    /** One client at the second factor of one account, whose password it knows. */
    private static final Limit CLIENT_AT_CODES = new Limit(5, Duration.ofSeconds(30));

    /** All clients at the second factor of one account: a code is one of a million, of which three are right. */
    private static final Limit CODES = new Limit(20, Duration.ofMinutes(1));

    /** A browser that the account's owner has signed in with: whoever has got hold of its cookie guesses no faster. */
    private static final Limit DEVICE = new Limit(5, Duration.ofSeconds(30));

    private final JdbcClient jdbc;
    private final Clock clock;

    SignInThrottle(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Takes one attempt, and says how long to wait if there is none left. */
    Optional<Duration> take(String email, Attempt attempt) {
        return take(bucketsOf(email, attempt));
    }

    /** The same for a code of an account, apart from its password: who guesses one needs not slow the other. */
    Optional<Duration> takeForCode(StaffAccount account, Attempt attempt) {
        return take(bucketsOf(account, attempt));
    }

    /** Gives back what was taken, since the code was right. */
    void forgiveCode(StaffAccount account, Attempt attempt) {
        forgive(bucketsOf(account, attempt));
    }

    private Optional<Duration> take(List<Bucket> buckets) {
        OffsetDateTime now = now();
        jdbc.sql("DELETE FROM sign_in_throttle WHERE free_at <= :now")
                .param("now", now)
                .update();
        for (Bucket bucket : buckets) {
            if (!take(bucket, now)) {
                return Optional.of(bucket.limit().interval());
            }
        }
        return Optional.empty();
    }

    /** Gives back what was taken, since the password was right. */
    void forgive(String email, Attempt attempt) {
        forgive(bucketsOf(email, attempt));
    }

    private void forgive(List<Bucket> buckets) {
        for (Bucket bucket : buckets) {
            jdbc.sql("""
                    UPDATE sign_in_throttle SET free_at = free_at - make_interval(secs => :interval) WHERE key = :key
                    """)
                    .param("interval", bucket.limit().interval().toSeconds())
                    .param("key", bucket.key())
                    .update();
        }
    }

    /**
     * The generic cell rate algorithm in one statement, which leaves no gap between looking and taking: a bucket is
     * full again at {@code free_at}; each attempt moves that by one interval, and none may move it further ahead than
     * the burst allows.
     */
    private boolean take(Bucket bucket, OffsetDateTime now) {
        Duration slack = bucket.limit().interval().multipliedBy(bucket.limit().burst() - 1L);
        return jdbc.sql("""
                INSERT INTO sign_in_throttle AS bucket (key, free_at)
                VALUES (:key, :now + make_interval(secs => :interval))
                ON CONFLICT (key) DO UPDATE
                SET free_at = greatest(bucket.free_at, :now) + make_interval(secs => :interval)
                WHERE bucket.free_at <= :latest
                """)
                        .param("key", bucket.key())
                        .param("now", now)
                        .param("latest", now.plus(slack))
                        .param("interval", bucket.limit().interval().toSeconds())
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private List<Bucket> bucketsOf(String email, Attempt attempt) {
        String network = networkOf(attempt.client());
        Optional<String> device = knownDeviceOf(email, attempt);
        if (device.isPresent()) {
            return List.of(new Bucket(keyOf("device", device.get(), email), DEVICE));
        }
        return List.of(
                new Bucket(keyOf("client-at-account", network, email), CLIENT_AT_ACCOUNT),
                new Bucket(keyOf("client", network), CLIENT),
                new Bucket(keyOf("account", email), ACCOUNT));
    }

    private List<Bucket> bucketsOf(StaffAccount account, Attempt attempt) {
        String id = account.id().toString();
        Optional<String> device = knownDeviceOf(account.email(), attempt);
        if (device.isPresent()) {
            return List.of(new Bucket(keyOf("device-at-codes", device.get(), id), DEVICE));
        }
        return List.of(
                new Bucket(keyOf("client-at-codes", networkOf(attempt.client()), id), CLIENT_AT_CODES),
                new Bucket(keyOf("codes", id), CODES));
    }

    private Optional<String> knownDeviceOf(String email, Attempt attempt) {
        return attempt.device()
                .filter(token -> jdbc.sql("""
                        SELECT EXISTS (
                          SELECT FROM staff_device JOIN staff_account ON staff_account.id = staff_device.account_id
                          WHERE token_hash = :hash AND email = :email)
                        """)
                        .param("hash", SecretToken.hashOf(token))
                        .param("email", email)
                        .query(Boolean.class)
                        .single());
    }

    /** One customer of a provider has a whole /64 of IPv6 addresses. */
    private static String networkOf(String client) {
        try {
            InetAddress address = InetAddress.ofLiteral(client);
            return address instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8))
                    : address.getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return client;
        }
    }

    private static byte[] keyOf(String... parts) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private record Limit(int burst, Duration interval) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bucket(byte[] key, Limit limit) {}
}
