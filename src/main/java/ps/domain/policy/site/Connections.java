package ps.domain.policy.site;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's connections, with three differences. Something can be put before what Tomcat does with a request. One is
 * closed on which a request has begun whose head does not come to its end: Tomcat limits the time between two bytes
 * alone, so that somebody who sends one now and then keeps the connection, and what memory it takes, for ever. And when
 * the server stops, a request that comes on a connection of before is still answered: Tomcat would close that without a
 * word, and a proxy, which keeps connections, may not send a form once more to another instance.
 */
public final class Connections extends Http11NioProtocol {

    /** As long as other servers wait, and far longer than anybody needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** With so little, too, everybody is done who is not far away or up to something. */
    private static final Duration PATIENCE_IN_A_CROWD = Duration.ofSeconds(3);

    /** In which a proxy that keeps connections uses each of them again, if anybody asks it for anything. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Duration patience;

    private boolean leaving;

    private UnaryOperator<Adapter> first = UnaryOperator.identity();

    private @Nullable ScheduledFuture<?> watch;

    /** Made by Tomcat, by its name. */
    public Connections() {
        this(PATIENCE);
    }

    Connections(Duration patience) {
        this.patience = patience;
    }

    /**
     * Puts something before what Tomcat does with a request.
     *
     * @param before makes it of that
     */
    public void putFirst(UnaryOperator<Adapter> before) {
        first = before;
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(first.apply(adapter));
    }

    @Override
    public void start() throws Exception {
        super.start();
        watch = getUtilityExecutor().scheduleWithFixedDelay(this::closeTheLate, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.cancel(false);
        }
        super.stop();
    }

    /** Takes no connections any more, ends those that are there with their next answer, and then does as Tomcat. */
    @Override
    public void pause() throws Exception {
        if (!leaving) {
            leaving = true;
            setMaxKeepAliveRequests(1);
            closeServerSocketGraceful();
            awaitLastAnswers();
        }
        super.pause();
    }

    private void awaitLastAnswers() {
        long begun = System.nanoTime();
        try {
            while (!getEndpoint().getConnections().isEmpty() && System.nanoTime() - begun < FAREWELL.toNanos()) {
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeTheLate() {
        boolean crowd = getConnectionCount() > getMaxConnections() / 2;
        Duration given = crowd && patience.compareTo(PATIENCE_IN_A_CROWD) > 0 ? PATIENCE_IN_A_CROWD : patience;
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            // Held by whoever reads from it or answers on it.
            if (connection.getLock().tryLock()) {
                try {
                    if (isLate(connection, given)) {
                        connection.close();
                    }
                } finally {
                    connection.getLock().unlock();
                }
            }
        }
    }

    /** Between two reads there is a processor only where the head is not complete. */
    private static boolean isLate(SocketWrapperBase<NioChannel> connection, Duration given) {
        if (!(connection.getCurrentProcessor() instanceof Processor processor) || processor.getRequest() == null) {
            return false;
        }
        long begun = processor.getRequest().getStartTimeNanos();
        return begun >= 0 && System.nanoTime() - begun > given.toNanos();
    }
}
