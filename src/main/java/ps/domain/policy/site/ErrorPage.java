package ps.domain.policy.site;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * One page for everything that goes wrong, in words for the one who sees it, whatever a request says that it accepts; what
 * happened inside is not told.
 */
@Controller
class ErrorPage implements ErrorController {

    /** Those that there are words for. */
    private static final Set<Integer> KNOWN = Set.of(400, 403, 404, 405, 409, 413, 500, 503);

    private final Map<String, String> headers;

    ErrorPage(SecurityHeaders headers) {
        this.headers = headers.forReaders();
    }

    @RequestMapping("/error")
    ModelAndView show(HttpServletRequest request, HttpServletResponse response) {
        if (request.getDispatcherType() != DispatcherType.ERROR
                || !(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        protect(response);
        return new ModelAndView("error", Map.of("kind", kind(status)), HttpStatusCode.valueOf(status));
    }

    /** What was refused before Spring Security came to its headers has none, and what is wrong now may be right later. */
    private void protect(HttpServletResponse response) {
        headers.forEach((name, value) -> {
            if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
        if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** The status whose words are to be said for a status. */
    static int kind(int status) {
        if (KNOWN.contains(status)) {
            return status;
        }
        return status >= HttpStatus.INTERNAL_SERVER_ERROR.value() ? 500 : 400;
    }
}
