package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A clock put right by the database's, where this machine's is off by more than a second. Instances write for each other
 * until when something is in hand, and an instance that is ahead would take it up while it is on the wire.
 */
final class DatabaseClock extends Clock {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration TOLERATED = Duration.ofSeconds(1);
    private static final Duration EXACT_ENOUGH = Duration.ofMillis(250);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Clock clock;
    private final InstantSource machine;
    private final JdbcClient jdbc;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile long lookedAt = System.nanoTime() - BETWEEN_LOOKS.toNanos();
    private volatile Duration ahead = Duration.ZERO;

    DatabaseClock(Clock clock, JdbcClient jdbc) {
        this(clock, InstantSource.system(), jdbc);
    }

    /**
     * Takes the machine's clock from elsewhere.
     *
     * @param clock what is put right
     * @param machine what it goes by, and the database's is compared with
     */
    DatabaseClock(Clock clock, InstantSource machine, JdbcClient jdbc) {
        this.clock = clock;
        this.machine = machine;
        this.jdbc = jdbc;
    }

    @Override
    public Instant instant() {
        if (System.nanoTime() - lookedAt >= BETWEEN_LOOKS.toNanos() && looking.tryLock()) {
            try {
                look();
            } finally {
                lookedAt = System.nanoTime();
                looking.unlock();
            }
        }
        return clock.instant().minus(ahead);
    }

    /** Without an answer, it stays as it was: whoever asks for the time has something to record. */
    private void look() {
        try {
            Instant before = machine.instant();
            Instant database = jdbc.sql("SELECT clock_timestamp()")
                    .query(OffsetDateTime.class)
                    .single()
                    .toInstant();
            // When in the meantime the database looked is not known: the slower it answers, the less exactly this is.
            Duration unknown = Duration.between(before, machine.instant()).abs().dividedBy(2);
            Duration now = Duration.between(database, before).plus(unknown);
            if (unknown.compareTo(EXACT_ENOUGH) > 0 && now.abs().compareTo(TOLERATED.plus(unknown)) <= 0) {
                return;
            }
            if (now.abs().compareTo(TOLERATED) <= 0) {
                now = Duration.ZERO;
            } else if (now.minus(ahead).abs().compareTo(TOLERATED.plus(unknown)) > 0) {
                LOG.warn(
                        "This machine's clock is {} the database's by {} s: messages are sent by the database's",
                        now.isNegative() ? "behind" : "ahead of",
                        TimeUnit.MILLISECONDS.toSeconds(now.abs().toMillis()));
            }
            ahead = now;
        } catch (DataAccessException noAnswer) {
            LOG.debug("The database does not tell the time");
        }
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new DatabaseClock(clock.withZone(zone), machine, jdbc);
    }
}
