package ps.domain.policy.notices;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no account holder with that number. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchAccountHolder extends RuntimeException {

    private static final long serialVersionUID = 1;
}
