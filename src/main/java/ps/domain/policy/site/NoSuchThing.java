package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** An address with something else in it than the name that a thing of its kind can have is that of nothing. */
@ControllerAdvice
class NoSuchThing {

    /** A field that is not what it should be stays the fault of whoever sent it. */
    @ExceptionHandler
    void refuse(MethodArgumentTypeMismatchException mismatch, HttpServletResponse response) throws IOException {
        if (!mismatch.getParameter().hasParameterAnnotation(PathVariable.class)) {
            throw mismatch;
        }
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
}
