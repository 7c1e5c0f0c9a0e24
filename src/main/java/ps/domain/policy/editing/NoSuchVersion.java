package ps.domain.policy.editing;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such version. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchVersion extends RuntimeException {

    private static final long serialVersionUID = 1;
}
