package ps.domain.policy.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The trail as it is recorded, to be read. */
@Component
public class RecordedTrail {

    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    /** So many rows are held at once of a trail that may have a million. */
    private static final int FETCHED = 1_000;

    private final JdbcClient jdbc;

    RecordedTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What was recorded of some actions, the first entry first; an entry without readable details tells of nothing. */
    public List<TrailEntry> entriesOf(String... actions) {
        return jdbc.sql("""
                SELECT * FROM audit_entry
                WHERE action IN (:actions) AND jsonb_typeof(details) = 'object'
                ORDER BY seq
                """)
                .param("actions", List.of(actions))
                .query((row, n) -> entry(row))
                .list();
    }

    /** The whole trail, the first entry first. To be closed; streams only in a transaction. */
    Stream<TrailEntry> stream() {
        return jdbc
                .sql("SELECT * FROM audit_entry ORDER BY seq")
                .withFetchSize(FETCHED)
                .query((row, n) -> entry(row))
                .stream();
    }

    private static TrailEntry entry(ResultSet row) throws SQLException {
        byte[] previous = row.getBytes("previous_hash");
        return new TrailEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Actor(row.getObject("actor_id", UUID.class), row.getString("actor_name")),
                row.getString("action"),
                row.getString("subject"),
                JsonMapper.shared().readValue(row.getString("details"), DETAILS),
                previous == null ? null : Fingerprint.ofBytes(previous),
                Fingerprint.ofBytes(row.getBytes("hash")));
    }
}
