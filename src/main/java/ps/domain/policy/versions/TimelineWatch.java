package ps.domain.policy.versions;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.text.Failure;

/**
 * Hears of what any instance publishes, postpones or withdraws, by PostgreSQL's {@code LISTEN} on a connection of its own, and has
 * the timeline read again. A slow look behind it covers a notification that was lost. While the database is away, the
 * timeline stays as it was last known.
 */
@Component
class TimelineWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TimelineWatch.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final JdbcConnectionDetails database;
    private final TimelineInMemory memory;

    private volatile boolean connected;
    private volatile @Nullable Watching watching;

    TimelineWatch(JdbcConnectionDetails database, TimelineInMemory memory) {
        this.database = database;
        this.memory = memory;
    }

    /** Whether the database answers, as far as is known; never waits. */
    boolean isConnected() {
        return connected;
    }

    @Override
    public void start() {
        memory.refresh();
        connected = true;
        Watching begun = new Watching();
        watching = begun;
        begun.thread.start();
    }

    @Override
    public void stop() {
        Watching ending = watching;
        watching = null;
        if (ending != null) {
            ending.end();
        }
    }

    @Override
    public boolean isRunning() {
        return watching != null;
    }

    /** Before readers are let in. */
    @Override
    public int getPhase() {
        return 0;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (database.getUsername() != null) {
            properties.setProperty("user", database.getUsername());
        }
        if (database.getPassword() != null) {
            properties.setProperty("password", database.getPassword());
        }
        properties.setProperty("ApplicationName", "policy timeline");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "5");
        return DriverManager.getConnection(database.getJdbcUrl(), properties);
    }

    /** One life of the thread that listens. */
    private final class Watching implements Runnable {

        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread =
                Thread.ofPlatform().daemon().name("policy-timeline").unstarted(this);
        private volatile @Nullable Connection connection;

        @Override
        public void run() {
            do {
                try (Connection opened = connect()) {
                    connection = opened;
                    listen(opened);
                } catch (SQLException | RuntimeException failed) {
                    lost(failed);
                }
            } while (!awaitEnd(RETRY_AFTER));
        }

        private void listen(Connection opened) throws SQLException {
            try (Statement statement = opened.createStatement()) {
                statement.execute("LISTEN policy_timeline");
                // Only now: what is published from here on is told, what was before is read.
                memory.refresh();
                found();
                PGConnection notifications = opened.unwrap(PGConnection.class);
                while (ended.getCount() > 0) {
                    notifications.getNotifications((int) LOOK_EVERY.toMillis());
                    // What this instance did itself it knows already.
                    if (!lastIn(statement).equals(memory.timeline().last().map(Entry::fingerprint))) {
                        memory.refresh();
                    }
                }
            }
        }

        /** Entries are only ever added, and the last one's fingerprint covers those before it. */
        private static Optional<Fingerprint> lastIn(Statement statement) throws SQLException {
            try (ResultSet row = statement.executeQuery("SELECT hash FROM policy_chain ORDER BY seq DESC LIMIT 1")) {
                return row.next() ? Optional.of(Fingerprint.ofBytes(row.getBytes("hash"))) : Optional.empty();
            }
        }

        private void found() {
            if (!connected) {
                log.info("The database answers again");
            }
            connected = true;
        }

        private void lost(Exception failed) {
            if (connected && ended.getCount() > 0) {
                log.warn("The database does not answer; readers are answered from memory: {}", Failure.nameOf(failed));
                connected = false;
            }
        }

        private boolean awaitEnd(Duration duration) {
            try {
                return ended.await(duration.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                return true;
            }
        }

        private void end() {
            ended.countDown();
            Connection open = connection;
            if (open != null) {
                try {
                    open.abort(Runnable::run); // ends the wait for a notification
                } catch (SQLException closed) {
                    log.debug("The connection was closed already: {}", Failure.nameOf(closed));
                }
            }
        }
    }
}
