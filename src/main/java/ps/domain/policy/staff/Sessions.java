package ps.domain.policy.staff;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where staff are signed in. A session is known here by its row, since its id is as good as a password. */
@Component
class Sessions {

    private final JdbcClient jdbc;

    Sessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A session.
     *
     * @param row names it
     * @param current whether it is the one in which this is asked
     */
    record Session(String row, Instant since, Instant lastUsed, boolean current) {}

    /**
     * Whether somebody may still do what the role allows. Asked for each request, so in one word with the database and
     * without JPA, which would take a fifth of what a small page takes.
     */
    boolean isStill(UUID account, Role role) {
        return jdbc.sql("SELECT FROM staff_account WHERE id = :account AND role = :role AND deactivated_at IS NULL")
                .param("account", account)
                .param("role", role.name())
                .query((row, number) -> true)
                .optional()
                .isPresent();
    }

    /** The sessions of somebody that still run, the one used last first. */
    List<Session> of(UUID account, String current) {
        return jdbc.sql("""
                SELECT primary_id, session_id, creation_time, last_access_time FROM spring_session
                WHERE principal_name = :account AND expiry_time > extract(epoch FROM now()) * 1000
                ORDER BY last_access_time DESC
                """)
                .param("account", account.toString())
                .query((row, number) -> new Session(
                        row.getString("primary_id").strip(),
                        Instant.ofEpochMilli(row.getLong("creation_time")),
                        Instant.ofEpochMilli(row.getLong("last_access_time")),
                        row.getString("session_id").strip().equals(current)))
                .list();
    }

    /** Ends one session of somebody; another's is left alone. */
    int end(UUID account, String row) {
        return jdbc.sql("DELETE FROM spring_session WHERE principal_name = :account AND primary_id = :row")
                .param("account", account.toString())
                .param("row", row)
                .update();
    }

    /** Ends all sessions of somebody but one. */
    int endOthers(UUID account, String current) {
        return jdbc.sql("DELETE FROM spring_session WHERE principal_name = :account AND session_id <> :current")
                .param("account", account.toString())
                .param("current", current)
                .update();
    }

    /** Ends all sessions of somebody. */
    int endAll(UUID account) {
        return jdbc.sql("DELETE FROM spring_session WHERE principal_name = :account")
                .param("account", account.toString())
                .update();
    }
}
