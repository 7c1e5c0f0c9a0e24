package ps.domain.policy.staff;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import ps.domain.policy.site.SiteSettings;

/**
 * Authenticator apps and the codes that they show: six digits for each half a minute (RFC 6238), of which none is taken
 * twice (section 5.2).
 */
@Component
class Authenticators {

    private static final Duration STEP = Duration.ofSeconds(30);

    /** Whoever gets hold of the page later has come too late. */
    private static final Duration PROPOSED_FOR = Duration.ofMinutes(15);

    private static final int DIGITS = 6;

    /** As many as the hash is long (RFC 4226, section 4, R6). */
    private static final int SECRET_BYTES = 20;

    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator(STEP, DIGITS);

    private final SecureRandom random = new SecureRandom();

    private final FactorSecrets secrets;
    private final JdbcClient jdbc;
    private final SiteSettings site;
    private final Clock clock;

    Authenticators(FactorSecrets secrets, JdbcClient jdbc, SiteSettings site, Clock clock) {
        this.secrets = secrets;
        this.jdbc = jdbc;
        this.site = site;
        this.clock = clock;
    }

    /**
     * A secret for an app to take over. Nothing of it is kept here before the app has shown that it did.
     *
     * @param sealed the secret as the page carries it, for this account alone and a quarter of an hour
     * @param text what is typed into the app, in groups of four
     * @param address what the app reads from the picture
     */
    record Proposal(String sealed, String text, String address) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Proposal";
        }
    }

    /** An app that is in use. */
    record Authenticator(Instant addedAt, Optional<Instant> lastUsedAt) {}

    /** Whether apps can be used here at all. */
    boolean areOffered() {
        return secrets.canBeKept();
    }

    /** A new secret. */
    Proposal propose(StaffAccount account) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        byte[] dated = ByteBuffer.allocate(Long.BYTES + SECRET_BYTES)
                .putLong(clock.instant().getEpochSecond())
                .put(secret)
                .array();
        String sealed = Base64.getUrlEncoder().withoutPadding().encodeToString(secrets.seal(dated, account.id()));
        return proposal(account, sealed, secret);
    }

    /** The one that a page carried, if it is one of ours for this account. */
    Optional<Proposal> proposed(StaffAccount account, String sealed) {
        return opened(account.id(), sealed).map(secret -> proposal(account, sealed, secret));
    }

    /** Puts an app to use, in the place of the one before, if it shows a code that is right now. */
    boolean add(UUID account, String sealed, String code) {
        Optional<byte[]> secret = opened(account, sealed);
        Optional<Long> step = secret.flatMap(bytes -> stepOf(bytes, code));
        step.ifPresent(taken -> jdbc.sql("""
                INSERT INTO staff_authenticator (account_id, secret, last_step, added_at)
                VALUES (:account, :secret, :step, :now)
                ON CONFLICT (account_id) DO UPDATE
                SET secret = excluded.secret, last_step = excluded.last_step, added_at = excluded.added_at,
                    last_used_at = NULL
                """)
                .param("account", account)
                .param("secret", secrets.seal(secret.orElseThrow(), account))
                .param("step", taken)
                .param("now", now())
                .update());
        return step.isPresent();
    }

    /** Whether the app in use is the one that a page carried. */
    boolean isInUse(UUID account, String sealed) {
        Optional<byte[]> proposed = opened(account, sealed);
        return kept(account)
                .filter(secret -> proposed.filter(other -> MessageDigest.isEqual(secret, other))
                        .isPresent())
                .isPresent();
    }

    /** Takes a code, if it is right now and neither it nor a later one was taken before. */
    boolean take(UUID account, String code) {
        return kept(account)
                .flatMap(secret -> stepOf(secret, code))
                .filter(step -> takeStep(account, step))
                .isPresent();
    }

    private Optional<byte[]> kept(UUID account) {
        return jdbc.sql("SELECT secret FROM staff_authenticator WHERE account_id = :account")
                .param("account", account)
                .query(byte[].class)
                .optional()
                .flatMap(kept -> secrets.open(kept, account));
    }

    Optional<Authenticator> of(UUID account) {
        return jdbc.sql("SELECT added_at, last_used_at FROM staff_authenticator WHERE account_id = :account")
                .param("account", account)
                .query((row, number) -> new Authenticator(
                        row.getObject("added_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .optional();
    }

    /** Whether there was one. */
    boolean remove(UUID account) {
        return jdbc.sql("DELETE FROM staff_authenticator WHERE account_id = :account")
                        .param("account", account)
                        .update()
                == 1;
    }

    /** Of two who come with the same code at once, one is let in: the row is looked at again once it is free. */
    private boolean takeStep(UUID account, long step) {
        return jdbc.sql("""
                UPDATE staff_authenticator SET last_step = :step, last_used_at = :now
                WHERE account_id = :account AND last_step < :step
                """)
                        .param("account", account)
                        .param("step", step)
                        .param("now", now())
                        .update()
                == 1;
    }

    /** The half minute that a code belongs to: this one, or one beside it, since clocks differ (RFC 6238, section 5.2). */
    private Optional<Long> stepOf(byte[] secret, String code) {
        Key key = new SecretKeySpec(secret, "HmacSHA1");
        long current = clock.instant().getEpochSecond() / STEP.toSeconds();
        return List.of(current, current - 1, current + 1).stream()
                .filter(step -> equal(codeAt(key, step), code))
                .findFirst();
    }

    private static String codeAt(Key key, long step) {
        try {
            Instant begin = Instant.ofEpochSecond(step * STEP.toSeconds());
            return CODES.generateOneTimePasswordString(key, begin, Locale.ROOT);
        } catch (InvalidKeyException anyBytesAreOne) {
            throw new IllegalStateException(anyBytesAreOne);
        }
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<byte[]> opened(UUID account, String sealed) {
        try {
            return secrets.open(Base64.getUrlDecoder().decode(sealed), account)
                    .filter(dated -> dated.length == Long.BYTES + SECRET_BYTES)
                    .filter(dated -> !Instant.ofEpochSecond(
                                    ByteBuffer.wrap(dated).getLong())
                            .plus(PROPOSED_FOR)
                            .isBefore(clock.instant()))
                    .map(dated -> Arrays.copyOfRange(dated, Long.BYTES, dated.length));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private Proposal proposal(StaffAccount account, String sealed, byte[] secret) {
        String text = SecretToken.base32(secret);
        String address = "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%s&period=%s"
                .formatted(
                        encoded(site.company()),
                        encoded(account.email()),
                        text,
                        encoded(site.company()),
                        DIGITS,
                        STEP.toSeconds());
        return new Proposal(sealed, text.replaceAll("(.{4})(?=.)", "$1 "), address);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
