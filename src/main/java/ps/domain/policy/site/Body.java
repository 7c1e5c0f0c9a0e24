package ps.domain.policy.site;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.springframework.http.HttpHeaders;

/** What a request brings besides its head, as seen by Tomcat's own filters. */
public final class Body {

    private Body() {}

    /** Whether there is any. */
    public static boolean isIn(Request request) {
        return request.getContentLengthLong() > 0 || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }

    /** What is still to come is not waited for, and the connection ends with the answer, which says so. */
    public static void leaveUnread(Response response) {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.getCoyoteResponse().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
}
