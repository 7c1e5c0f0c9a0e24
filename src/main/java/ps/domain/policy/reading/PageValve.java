package ps.domain.policy.reading;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpHeaders;
import ps.domain.policy.site.Body;
import ps.domain.policy.site.RequestPath;

/**
 * Stands before the rest of the application and answers what is the same for everybody: no session, no SQL, no template.
 * Whatever it does not know goes on. What is ready already mostly does not come as far as here: {@link KeptPages}.
 */
class PageValve extends ValveBase {

    private final Supplier<Pages> pages;
    private final PageAnswer answer;

    /**
     * Answers with pages.
     *
     * @param pages asked for with the first request
     * @param answer writes them
     */
    PageValve(Supplier<Pages> pages, PageAnswer answer) {
        super(true);
        this.pages = pages;
        this.answer = answer;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = RequestPath.of(request);
        if (path.startsWith(Assets.PREFIX) && path.endsWith("/")) {
            // Spring would find the file all the same.
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Optional<Page> page = Address.of(path, request.getQueryString())
                .filter(address -> !isQuestion(address, request))
                .flatMap(address -> pages.get().at(address));
        if (page.isEmpty()) {
            getNext().invoke(request, response);
            return;
        }
        if (PageAnswer.isFor(request.getCoyoteRequest())) {
            answer.write(page.get(), request.getCoyoteRequest(), response.getCoyoteResponse());
        } else {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            if (Body.isIn(request)) {
                Body.leaveUnread(response);
            }
        }
    }

    /**
     * The form of the history page asks for a day at the address of that page. What cannot be read may be such a question,
     * and is for the rest of the application to refuse.
     */
    private static boolean isQuestion(Address address, HttpServletRequest request) {
        if (!(address instanceof Address.History) || request.getQueryString() == null) {
            return false;
        }
        try {
            return request.getParameter("date") != null;
        } catch (InvalidParameterException unreadable) {
            return true;
        }
    }
}
