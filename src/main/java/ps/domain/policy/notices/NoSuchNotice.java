package ps.domain.policy.notices;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no notice like that. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchNotice extends RuntimeException {

    private static final long serialVersionUID = 1;
}
