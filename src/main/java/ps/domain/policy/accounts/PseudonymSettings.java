package ps.domain.policy.accounts;

import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What takes the place of persons.
 *
 * @param pseudonymKey 32 random bytes or more in Base64 (`openssl rand -base64 32`), with which pseudonyms are made; without
 *     it, nobody's data can be erased and no address in an old notice is replaced
 */
@ConfigurationProperties("policy.retention")
record PseudonymSettings(@Nullable String pseudonymKey) {

    private static final int FEWEST_BYTES = 32;

    PseudonymSettings {
        pseudonymKey = pseudonymKey == null || pseudonymKey.isBlank() ? null : pseudonymKey.strip();
        if (pseudonymKey != null && decoded(pseudonymKey).length < FEWEST_BYTES) {
            throw new IllegalArgumentException(
                    "policy.retention.pseudonym-key must be 32 random bytes or more in Base64:"
                            + " 'openssl rand -base64 32' makes such a key");
        }
    }

    /** The key in bytes. */
    Optional<byte[]> key() {
        return Optional.ofNullable(pseudonymKey).map(PseudonymSettings::decoded);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "PseudonymSettings";
    }
}
