package ps.domain.policy.reading;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import ps.domain.policy.site.Body;
import ps.domain.policy.site.RequestPath;

/**
 * Stands before everything else and answers what is the same for everybody: no session, no SQL, no template. Whatever
 * it does not know goes on to the rest of the application. It is Tomcat's kind of filter, since a servlet's cannot hand
 * over headers that are encoded already, and encoding them takes longer than all else here.
 */
class PageValve extends ValveBase {

    private final Supplier<Pages> pages;
    private final List<EncodedHeader> headers;
    private final PageCounts counts;

    /**
     * Answers with pages.
     *
     * @param pages asked for with the first request
     * @param headers by name, what every answer has
     * @param counts what is counted
     */
    PageValve(Supplier<Pages> pages, Map<String, String> headers, PageCounts counts) {
        super(true);
        this.pages = pages;
        this.counts = counts;
        this.headers = headers.entrySet().stream()
                .map(header -> EncodedHeader.of(header.getKey(), header.getValue()))
                .toList();
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
        String method = request.getMethod();
        boolean get = HttpMethod.GET.matches(method);
        if (get || HttpMethod.HEAD.matches(method)) {
            answer(page.get(), request, response.getCoyoteResponse(), get);
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

    private void answer(Page page, HttpServletRequest request, org.apache.coyote.Response response, boolean withBody)
            throws IOException {
        Page.Variant variant = page.variant(AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING)));
        addTo(response, headers);
        addTo(response, variant.always());
        if (hasIt(request.getHeader(HttpHeaders.IF_NONE_MATCH), variant.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            counts.servedUnchanged();
        } else {
            addTo(response, variant.withBody());
            response.setContentLength(variant.bytes().length);
            if (withBody) {
                response.doWrite(ByteBuffer.wrap(variant.bytes()));
            }
            counts.servedWhole();
        }
        makeRoom(response);
    }

    /**
     * Lets others go first once the answer is on its way. Whoever asks for one page after the other has often asked for
     * the next by then, and it can be read at once; otherwise the connection would be handed to the thread that waits
     * for all connections, and back, which takes more of the processor than the answer did.
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but how fast it goes
    private static void makeRoom(org.apache.coyote.Response response) {
        response.action(ActionCode.CLIENT_FLUSH, null);
        Thread.yield();
    }

    private static void addTo(org.apache.coyote.Response response, List<EncodedHeader> headers) {
        MimeHeaders all = response.getMimeHeaders();
        for (EncodedHeader header : headers) {
            header.addTo(all);
        }
    }

    /**
     * Whether the client has this very variant (RFC 9110, section 13.1.2). Ours is in quotation marks, which no tag has
     * within, so it is found in a list as it stands, weak or strong.
     */
    private static boolean hasIt(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && (ifNoneMatch.contains(etag) || ifNoneMatch.strip().equals("*"));
    }
}
