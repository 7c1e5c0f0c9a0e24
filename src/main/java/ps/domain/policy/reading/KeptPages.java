package ps.domain.policy.reading;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Answers with pages that are ready, before Tomcat works out which application a request is for, and what it calls itself,
 * its parameters and its session: that took as long as all else but the kernel. A request of any other kind goes on.
 */
final class KeptPages implements Adapter {

    private static final int NOTHING_WRONG_SO_FAR = 200;

    private final Adapter next;
    private final Supplier<Pages> pages;
    private final PageAnswer answer;

    /**
     * Stands before what Tomcat would do.
     *
     * @param next what Tomcat would do
     * @param pages asked for with the first request
     * @param answer writes them
     */
    KeptPages(Adapter next, Supplier<Pages> pages, PageAnswer answer) {
        this.next = next;
        this.pages = pages;
        this.answer = answer;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        Optional<Page> page = isPlain(request, response)
                ? Address.of(request.requestURI().toString(), null)
                        .flatMap(address -> pages.get().ready(address))
                : Optional.empty();
        if (page.isPresent()) {
            answer.write(page.get(), request, response);
        } else {
            next.service(request, response);
        }
    }

    /** For reading, without a question, and not refused by Tomcat already: such a one gets here as well. */
    private static boolean isPlain(Request request, Response response) {
        return response.getStatus() == NOTHING_WRONG_SO_FAR
                && PageAnswer.isFor(request)
                && request.queryString().isNull();
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return next.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
        return next.asyncDispatch(request, response, event);
    }

    @Override
    public void log(Request request, Response response, long millis) {
        next.log(request, response, millis);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        next.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return next.getDomain();
    }
}
