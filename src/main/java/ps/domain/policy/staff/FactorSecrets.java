package ps.domain.policy.staff;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Encrypts what has to be kept as it is, each for one account (AES-256 in GCM, NIST SP 800-38D), so that who reads the
 * database cannot make codes, and who writes to it cannot give one account's secret to another.
 */
@Component
class FactorSecrets {

    private static final Logger log = LoggerFactory.getLogger(FactorSecrets.class);

    private static final String CIPHER = "AES/GCM/NoPadding";

    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();

    private final @Nullable SecretKey key;

    FactorSecrets(StaffSettings settings) {
        this.key = settings.factorKeyBytes()
                .map(bytes -> new SecretKeySpec(bytes, "AES"))
                .orElse(null);
    }

    /** Whether there is a key, and so anything can be kept. */
    boolean canBeKept() {
        return key != null;
    }

    /** A secret as it is kept. */
    byte[] seal(byte[] secret, UUID account) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, account).doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        }
    }

    /** The secret, unless it was sealed with another key or for another account. */
    Optional<byte[]> open(byte[] kept, UUID account) {
        if (key == null || kept.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(kept, NONCE_BYTES);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, account).doFinal(kept, NONCE_BYTES, kept.length - NONCE_BYTES));
        } catch (GeneralSecurityException another) {
            log.warn("A secret of staff:{} was not encrypted with the key in policy.staff.factor-key", account);
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, UUID account) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(AccountBytes.of(account));
        return cipher;
    }
}
