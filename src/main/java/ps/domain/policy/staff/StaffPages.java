package ps.domain.policy.staff;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** The part of the site that is for staff. */
final class StaffPages {

    private StaffPages() {}

    /** Whether a request is for one of them; on an error page, whether the one that failed was. */
    static boolean include(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = withoutContext(failed instanceof String uri ? uri : request.getRequestURI(), request);
        return path.equals("/admin") || path.startsWith("/admin/");
    }

    /** The path that was asked for, without the context path. */
    static String pathOf(HttpServletRequest request) {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
        return withoutContext(forwarded instanceof String uri ? uri : request.getRequestURI(), request);
    }

    /** The same with its query. */
    static String addressOf(HttpServletRequest request) {
        String path = pathOf(request);
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }

    private static String withoutContext(String uri, HttpServletRequest request) {
        return uri.startsWith(request.getContextPath())
                ? uri.substring(request.getContextPath().length())
                : uri;
    }
}
