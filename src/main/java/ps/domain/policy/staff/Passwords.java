package ps.domain.policy.staff;

import java.text.Normalizer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords with Argon2 and compares with the hashes. */
@Component
class Passwords {

    private final PasswordEncoder encoder;

    /** Each hash takes 16 MB and a core: a crowd at the door has to queue. */
    private final Semaphore places =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    /**
     * Compared with where there is no account, so that this takes as long as where there is one. The hash of nothing: it
     * has only to be as much work as the others are.
     */
    static final String NOBODYS = "{argon2}$argon2id$v=19$m=16384,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

    Passwords() {
        this(Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8());
    }

    /** With other parameters. */
    Passwords(Argon2PasswordEncoder argon2) {
        this.encoder = new DelegatingPasswordEncoder("argon2", Map.of("argon2", argon2));
    }

    /** The hash of a password, salted, with the name of its algorithm. */
    String hash(String password) {
        return inPlace(() -> Objects.requireNonNull(encoder.encode(normalized(password))));
    }

    /** Whether this is the password that was hashed; false, after the same time, where there is no hash. */
    boolean matches(String password, Optional<String> hash) {
        boolean equal = inPlace(() -> encoder.matches(normalized(password), hash.orElse(NOBODYS)));
        return equal && hash.isPresent();
    }

    private <T> T inPlace(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    /** Keyboards differ in how they compose a letter; a password is what the person sees (NIST SP 800-63B, 3.1.1.2). */
    private static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
