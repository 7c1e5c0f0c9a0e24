package ps.domain.policy.staff;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Somebody has to wait before the next attempt to sign in. */
final class TooManyAttempts extends AuthenticationException {

    private static final long serialVersionUID = 1;

    private final Duration pause;

    TooManyAttempts(Duration pause) {
        super("Too many attempts to sign in");
        this.pause = pause;
    }

    /** How long to wait. */
    Duration pause() {
        return pause;
    }
}
