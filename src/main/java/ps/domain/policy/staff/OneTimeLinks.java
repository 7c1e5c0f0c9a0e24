package ps.domain.policy.staff;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Links that prove, once and for a while, that somebody was given them. Only a hash of each token is kept. */
@Component
class OneTimeLinks {

    /** For a link that is opened at once. */
    static final Duration AN_HOUR = Duration.ofHours(1);

    /** For a link that comes by mail. */
    static final Duration THREE_DAYS = Duration.ofDays(3);

    private final JdbcClient jdbc;
    private final Clock clock;

    OneTimeLinks(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What a link is good for. */
    enum Purpose {
        SET_PASSWORD
    }

    /** The token of a new link; older ones for the same account and purpose are worth nothing from now on. */
    String issue(UUID account, Purpose purpose, Duration goodFor) {
        revoke(account, purpose);
        String token = SecretToken.random();
        jdbc.sql("""
                INSERT INTO staff_link (token_hash, account_id, purpose, expires_at)
                VALUES (:hash, :account, :purpose, :expires)
                """)
                .param("hash", SecretToken.hashOf(token))
                .param("account", account)
                .param("purpose", purpose.name())
                .param("expires", at(clock.instant().plus(goodFor)))
                .update();
        return token;
    }

    /** Makes every link of an account for a purpose worth nothing. */
    void revoke(UUID account, Purpose purpose) {
        jdbc.sql("DELETE FROM staff_link WHERE account_id = :account AND purpose = :purpose")
                .param("account", account)
                .param("purpose", purpose.name())
                .update();
    }

    /** The account that a link is good for now; looking does not use it up. */
    Optional<UUID> find(String token, Purpose purpose) {
        return jdbc.sql("""
                SELECT account_id FROM staff_link
                WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now
                """)
                .param("hash", SecretToken.hashOf(token))
                .param("purpose", purpose.name())
                .param("now", at(clock.instant()))
                .query(UUID.class)
                .optional();
    }

    /** Uses a link up. Of two who try at once, one gets the account. */
    Optional<UUID> use(String token, Purpose purpose) {
        return jdbc.sql("""
                UPDATE staff_link SET used_at = :now
                WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now
                RETURNING account_id
                """)
                .param("hash", SecretToken.hashOf(token))
                .param("purpose", purpose.name())
                .param("now", at(clock.instant()))
                .query(UUID.class)
                .optional();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
