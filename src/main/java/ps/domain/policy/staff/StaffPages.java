package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import ps.domain.policy.site.RequestPath;

/** The part of the site that is for staff. */
final class StaffPages {

    private StaffPages() {}

    /** Whether a request is for one of them. */
    static boolean include(HttpServletRequest request) {
        String path = RequestPath.asked(request);
        return path.equals("/admin") || path.startsWith("/admin/");
    }

    /** What was asked for, with its query. */
    static String addressOf(HttpServletRequest request) {
        String path = RequestPath.asked(request);
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }
}
