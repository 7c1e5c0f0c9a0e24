package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MultipartException;

/** Answers what should be a form with a file and is none: a fault of who sent it, unless something else is known of it. */
@ControllerAdvice
class BrokenUpload {

    @ExceptionHandler
    void refuse(MultipartException broken, HttpServletResponse response) throws IOException {
        response.sendError(
                broken instanceof ErrorResponse known ? known.getStatusCode().value() : HttpStatus.BAD_REQUEST.value());
    }
}
