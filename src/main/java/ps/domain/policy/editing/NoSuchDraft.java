package ps.domain.policy.editing;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such draft, or no such section in it. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchDraft extends RuntimeException {

    private static final long serialVersionUID = 1;
}
