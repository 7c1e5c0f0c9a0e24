package ps.domain.policy.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * Answers with a page as it is kept. On Tomcat's own response, since a servlet's cannot be given headers that are encoded
 * already, and encoding them takes longer than all else here.
 */
final class PageAnswer {

    private final List<EncodedHeader> headers;
    private final PageCounts counts;

    /**
     * Answers with pages.
     *
     * @param headers by name, what every answer has
     * @param counts what is counted
     */
    PageAnswer(Map<String, String> headers, PageCounts counts) {
        this.counts = counts;
        this.headers = headers.entrySet().stream()
                .map(header -> EncodedHeader.of(header.getKey(), header.getValue()))
                .toList();
    }

    /** Whether a request is one for reading: nothing else is answered with a page. */
    static boolean isFor(Request request) {
        String method = request.getMethod();
        return HttpMethod.GET.matches(method) || HttpMethod.HEAD.matches(method);
    }

    void write(Page page, Request request, Response response) throws IOException {
        Page.Variant variant = page.variant(AcceptEncoding.allowsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING)));
        addTo(response, headers);
        addTo(response, variant.always());
        if (hasIt(request.getHeader(HttpHeaders.IF_NONE_MATCH), variant.etag())) {
            response.setStatus(304);
            counts.servedUnchanged();
        } else {
            addTo(response, variant.withBody());
            response.setContentLength(variant.bytes().length);
            if (HttpMethod.GET.matches(request.getMethod())) {
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
    private static void makeRoom(Response response) {
        response.action(ActionCode.CLIENT_FLUSH, null);
        Thread.yield();
    }

    private static void addTo(Response response, List<EncodedHeader> headers) {
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
