package ps.domain.policy.reading;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no version like that. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchVersion extends RuntimeException {

    private static final long serialVersionUID = 1;
}
