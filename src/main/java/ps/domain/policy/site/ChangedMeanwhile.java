package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import ps.domain.policy.text.Failure;

/** Answers whoever changes what somebody else changes at the same moment: nothing happened, and a second look is needed. */
@ControllerAdvice
class ChangedMeanwhile {

    private static final Logger log = LoggerFactory.getLogger(ChangedMeanwhile.class);

    @ExceptionHandler
    void refuse(ConcurrencyFailureException meanwhile, HttpServletResponse response) throws IOException {
        log.info("Two changed the same at once: {}", Failure.nameOf(meanwhile));
        response.sendError(HttpServletResponse.SC_CONFLICT);
    }
}
