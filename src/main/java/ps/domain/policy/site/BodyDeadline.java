package ps.domain.policy.site;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpHeaders;

/**
 * Takes in hand only so many requests at once, and reads what they bring only as long as it comes at some speed: each takes
 * a hundred kilobytes, and a sender of one byte now and then would have them for as long as it likes.
 */
final class BodyDeadline extends ValveBase {

    /** What is left of a body when the answer is there is read up to this many bytes, so that the sender sees the answer. */
    private static final int MOST_LEFT_OVER = 2 << 20;

    /** How much less patience there is in a crowd. */
    private static final int IMPATIENCE = 8;

    private final int atOnce;
    private final Semaphore inHand;
    private final Duration patience;
    private final int bytesPerSecond;

    /**
     * Limits what is in hand.
     *
     * @param atOnce how many requests; any more wait for their turn, though not for long
     * @param patience how long a sender may take, besides the time that its bytes take; in a crowd it is much less
     * @param bytesPerSecond how fast they have to come
     */
    BodyDeadline(int atOnce, Duration patience, int bytesPerSecond) {
        super(true);
        this.atOnce = atOnce;
        this.inHand = new Semaphore(atOnce);
        this.patience = patience;
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        boolean withBody = Body.isIn(request);
        if (!takeTurn()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(patience.toSeconds()));
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            if (withBody) {
                Body.leaveUnread(response);
            }
            return;
        }
        org.apache.coyote.Request sent = request.getCoyoteRequest();
        InputBuffer whole = sent.getInputBuffer();
        try {
            if (!withBody) {
                getNext().invoke(request, response);
                return;
            }
            sent.setInputBuffer(new Timed(whole));
            try {
                getNext().invoke(request, response);
            } finally {
                readTheRest(request, response);
            }
        } finally {
            sent.setInputBuffer(whole);
            inHand.release();
        }
    }

    private boolean takeTurn() {
        try {
            return inHand.tryAcquire(patience.dividedBy(IMPATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Tomcat would do that too, and wait for every byte of it. */
    private static void readTheRest(Request request, Response response) {
        Rest rest = new Rest();
        try {
            long read = 0;
            int some = request.getCoyoteRequest().doRead(rest);
            while (some >= 0 && read < MOST_LEFT_OVER) {
                read += some;
                some = request.getCoyoteRequest().doRead(rest);
            }
        } catch (IOException tooSlowOrGone) {
            Body.leaveUnread(response);
        }
    }

    private Duration patience() {
        return inHand.availablePermits() < atOnce / 2 ? patience.dividedBy(IMPATIENCE) : patience;
    }

    /** Nobody looks at it. */
    private static final class Rest implements ApplicationBufferHandler {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer read) {
            buffer = read;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // As large as it is.
        }
    }

    private final class Timed implements InputBuffer {

        private final InputBuffer whole;
        private final long begun = System.nanoTime();

        private long read;

        Timed(InputBuffer whole) {
            this.whole = whole;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            int some = whole.doRead(handler);
            if (some >= 0) {
                read += some;
                long given = patience().toNanos() + TimeUnit.SECONDS.toNanos(read) / bytesPerSecond;
                if (System.nanoTime() - begun > given) {
                    throw new SocketTimeoutException("The request comes too slowly");
                }
            }
            return some;
        }

        @Override
        public int available() {
            return whole.available();
        }
    }
}
