package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * What an open page asks for again and again by itself, and says so in a header. Nobody may be sitting in front of it, so
 * that it does not keep a session from ending for want of use: the session can be read, and nothing is written into it.
 */
final class Unattended extends HttpServletRequestWrapper {

    /** In templates: {@code hx-headers='{"Unattended": "true"}'}. */
    private static final String HEADER = "Unattended";

    /** Where Spring Session looks for what it writes down when the answer is sent. */
    private static final String TO_BE_WRITTEN = SessionRepositoryFilter.SESSION_REPOSITORY_ATTR + ".CURRENT_SESSION";

    private final HttpSession session;

    private Unattended(HttpServletRequest request, HttpSession session) {
        super(request);
        this.session = session;
    }

    /** The same request if a session belongs to it, else the request as it is. */
    static HttpServletRequest of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return request;
        }
        request.removeAttribute(TO_BE_WRITTEN);
        return new Unattended(request, session);
    }

    static boolean is(HttpServletRequest request) {
        return request.getHeader(HEADER) != null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return session;
    }

    @Override
    public HttpSession getSession() {
        return session;
    }
}
