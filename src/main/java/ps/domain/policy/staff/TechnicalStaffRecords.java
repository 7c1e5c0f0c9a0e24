package ps.domain.policy.staff;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is kept so that staff can sign in, and is of no use any more when it is old. Sessions end by themselves. */
@Component
public class TechnicalStaffRecords {

    private final JdbcClient jdbc;

    TechnicalStaffRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Deletes links that were used or expired before some moment. */
    @Transactional
    public int forgetLinks(Instant before) {
        return jdbc.sql("DELETE FROM staff_link WHERE coalesce(used_at, expires_at) < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Forgets browsers that nobody has signed in with since some moment: the next time they are new. */
    @Transactional
    public int forgetDevices(Instant before) {
        return jdbc.sql("DELETE FROM staff_device WHERE last_at < :before")
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Deletes sessions that ended and are still there. */
    @Transactional
    public int forgetSessions(Instant before) {
        return jdbc.sql("DELETE FROM spring_session WHERE expiry_time < :before")
                .param("before", before.toEpochMilli())
                .update();
    }
}
