package ps.domain.policy.reading;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import ps.domain.policy.site.SecurityHeaders;

/**
 * Stands before everything else and answers what is the same for everybody: no session, no SQL, no template. Whatever
 * it does not know goes on to the rest of the application.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    private final transient Pages pages;
    private final transient Map<String, String> headers;

    PageFilter(Pages pages, SecurityHeaders headers) {
        this.pages = pages;
        this.headers = headers.forReaders();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Page> page = Address.of(pathOf(request), request.getQueryString())
                .filter(address -> !isQuestion(address, request))
                .flatMap(pages::at);
        if (page.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        String method = request.getMethod();
        boolean get = HttpMethod.GET.matches(method);
        if (get || HttpMethod.HEAD.matches(method)) {
            answer(page.get(), request, response, get);
        } else {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    /** The form of the history page asks for a day at the address of that page. */
    private static boolean isQuestion(Address address, HttpServletRequest request) {
        return address instanceof Address.History
                && request.getQueryString() != null
                && request.getParameter("date") != null;
    }

    private void answer(Page page, HttpServletRequest request, HttpServletResponse response, boolean withBody)
            throws IOException {
        Page.Variant variant = page.variant(AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING)));
        // Added and not set: nothing is there yet, and looking for it takes longer than all else here.
        headers.forEach(response::addHeader);
        response.addHeader(HttpHeaders.CACHE_CONTROL, page.lifetime().cacheControl());
        if (page.isNegotiated()) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        response.addHeader(HttpHeaders.ETAG, variant.etag());
        if (hasIt(request.getHeader(HttpHeaders.IF_NONE_MATCH), variant.etag())) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        if (variant.isCompressed()) {
            response.addHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        page.contentDisposition()
                .ifPresent(disposition -> response.addHeader(HttpHeaders.CONTENT_DISPOSITION, disposition));
        response.setContentType(page.contentType());
        response.setContentLength(variant.bytes().length);
        if (withBody) {
            response.getOutputStream().write(variant.bytes());
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

    private static String pathOf(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
