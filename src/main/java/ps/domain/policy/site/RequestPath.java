package ps.domain.policy.site;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;

/** The path of a request without the context path, not decoded. */
public final class RequestPath {

    private RequestPath() {}

    /** What this request is for. */
    public static String of(HttpServletRequest request) {
        return withoutContext(request.getRequestURI(), request);
    }

    /** What the person asked for: on an error page what failed, after a forward what was forwarded. */
    public static String asked(HttpServletRequest request) {
        return Stream.of(RequestDispatcher.ERROR_REQUEST_URI, RequestDispatcher.FORWARD_REQUEST_URI)
                .map(request::getAttribute)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .map(uri -> withoutContext(uri, request))
                .orElseGet(() -> of(request));
    }

    private static String withoutContext(String uri, HttpServletRequest request) {
        String context = request.getContextPath();
        return uri.startsWith(context) ? uri.substring(context.length()) : uri;
    }
}
