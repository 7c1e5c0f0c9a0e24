package ps.domain.policy.staff;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Passkeys that nobody signs in with: what is kept of one, without an authenticator. */
final class KeptPasskeys {

    private KeptPasskeys() {}

    static void keep(String id, UUID owner, JdbcClient jdbc) {
        jdbc.sql("""
                INSERT INTO user_credentials (credential_id, user_entity_user_id, public_key, signature_count,
                  uv_initialized, backup_eligible, authenticator_transports, public_key_credential_type, backup_state,
                  created, last_used, label)
                VALUES (:id, :owner, ''::bytea, 0, true, false, '', 'public-key', false, now(), now(), 'A key')
                """)
                .param("id", id)
                .param("owner", PasskeyOwners.handleOf(owner).toBase64UrlString())
                .update();
    }
}
