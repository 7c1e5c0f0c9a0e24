package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** One page for everything that goes wrong, in words for the one who sees it; what happened inside is not told. */
@Component
class ErrorPage implements ErrorViewResolver {

    /** Those that there are words for. */
    private static final Set<Integer> KNOWN = Set.of(400, 403, 404, 405, 413, 500, 503);

    @Override
    public ModelAndView resolveErrorView(HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        int kind = status.value();
        if (!KNOWN.contains(kind)) {
            kind = status.is5xxServerError() ? 500 : 400;
        }
        return new ModelAndView("error", Map.of("kind", kind), status);
    }
}
