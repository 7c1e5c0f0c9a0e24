package ps.domain.policy.staff;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** What somebody has on their telephone: a key that was typed into it, and the code of the moment. */
final class AuthenticatorApp {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final SecretKey key;

    private final Clock clock;

    AuthenticatorApp(String typed, Clock clock) {
        this.key = new SecretKeySpec(decoded(typed), "HmacSHA1");
        this.clock = clock;
    }

    String code() {
        return codeIn(Duration.ZERO);
    }

    /** What a telephone shows whose clock is ahead, or behind. */
    String codeIn(Duration ahead) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(key, clock.instant().plus(ahead), Locale.ROOT);
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decoded(String typed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int pending = 0;
        int bits = 0;
        for (char letter : typed.replace(" ", "").toCharArray()) {
            pending = (pending << 5) | ALPHABET.indexOf(letter);
            bits += 5;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(pending >> bits);
            }
        }
        return bytes.toByteArray();
    }
}
