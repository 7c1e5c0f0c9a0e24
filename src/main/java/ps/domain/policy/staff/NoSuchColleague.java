package ps.domain.policy.staff;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such staff account. */
@ResponseStatus(HttpStatus.NOT_FOUND)
class NoSuchColleague extends RuntimeException {

    private static final long serialVersionUID = 1;
}
