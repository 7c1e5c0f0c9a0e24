package ps.domain.policy.staff;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Codes on paper, for whoever has lost everything else. Each is good once; only hashes are kept. */
@Component
class RecoveryCodes {

    private static final int HOW_MANY = 10;

    /** 80 bits, so that a fast hash is enough. */
    private static final int BYTES = 10;

    private final SecureRandom random = new SecureRandom();

    private final JdbcClient jdbc;
    private final Clock clock;

    RecoveryCodes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Ten new ones, to be shown once; those before are worth nothing from now on. */
    List<String> renew(UUID account) {
        remove(account);
        List<String> codes = Stream.generate(this::random).limit(HOW_MANY).toList();
        codes.forEach(code -> jdbc.sql("""
                INSERT INTO staff_recovery_code (account_id, code_hash) VALUES (:account, :hash)
                """)
                .param("account", account)
                .param("hash", hashOf(code))
                .update());
        return codes;
    }

    /** Uses one up. Of two who try the same at once, one is let in. */
    boolean use(UUID account, String code) {
        return jdbc.sql("""
                UPDATE staff_recovery_code SET used_at = :now
                WHERE account_id = :account AND code_hash = :hash AND used_at IS NULL
                """)
                        .param("account", account)
                        .param("hash", hashOf(code))
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** How many are still good. */
    int left(UUID account) {
        return jdbc.sql("SELECT count(*) FROM staff_recovery_code WHERE account_id = :account AND used_at IS NULL")
                .param("account", account)
                .query(Integer.class)
                .single();
    }

    void remove(UUID account) {
        jdbc.sql("DELETE FROM staff_recovery_code WHERE account_id = :account")
                .param("account", account)
                .update();
    }

    private String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return SecretToken.base32(bytes).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?=.)", "$1-");
    }

    /** However it is written: case, hyphens and spaces say nothing. */
    private static byte[] hashOf(String code) {
        return SecretToken.hashOf(code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", ""));
    }
}
