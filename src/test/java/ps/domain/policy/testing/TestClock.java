package ps.domain.policy.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that stands still until a test moves it. */
public final class TestClock extends Clock {

    /** Where every test begins: 11:00 in Asia/Hebron on 1 December 2026. */
    public static final Instant START = Instant.parse("2026-12-01T09:00:00Z");

    private final Now now;
    private final ZoneId zone;

    private TestClock(Now now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** For what is put together without Spring; everything else shares one. */
    public TestClock() {
        this(new Now(), ZoneId.of("Asia/Hebron"));
    }

    /** Moves to a moment. */
    public void set(Instant instant) {
        now.instant = instant;
    }

    /** Moves forward. */
    public void advance(Duration duration) {
        set(now.instant.plus(duration));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new TestClock(now, other);
    }

    @Override
    public Instant instant() {
        return now.instant;
    }

    private static final class Now {
        private volatile Instant instant = START;
    }
}
