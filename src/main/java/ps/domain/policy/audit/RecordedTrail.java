package ps.domain.policy.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trail as it is recorded, to be read. */
@Component
public class RecordedTrail {

    private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

    /** So many rows are held at once of a trail that may have a million. */
    private static final int FETCHED = 1_000;

    private static final String MATCHING = """
             AND (:actor::text IS NULL OR actor_name = :actor)
             AND (:action::text IS NULL OR action = :action)
             AND (:subject::text IS NULL OR subject = :subject)
             AND (:from::timestamptz IS NULL OR at >= :from)
             AND (:until::timestamptz IS NULL OR at < :until)
            """;

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

    /** What was recorded of some things, the first entry first. */
    public List<TrailEntry> entriesAbout(Collection<String> subjects) {
        return jdbc.sql("SELECT * FROM audit_entry WHERE subject IN (:subjects) ORDER BY seq")
                .param("subjects", subjects)
                .query((row, n) -> entry(row))
                .list();
    }

    /**
     * The whole trail, the first entry first. To be closed; streams only in a transaction.
     *
     * @throws tools.jackson.core.JacksonException while it is read, for details that are not what is ever recorded
     */
    Stream<TrailEntry> stream() {
        return jdbc
                .sql("SELECT * FROM audit_entry ORDER BY seq")
                .withFetchSize(FETCHED)
                .query((row, n) -> entry(row, JsonMapper.shared().readValue(row.getString("details"), DETAILS)))
                .stream();
    }

    /**
     * The newest entries that are looked for, the newest first.
     *
     * @param before the position that they stand before
     * @param most how many at most
     */
    List<TrailEntry> newestFirst(TrailSearch search, long before, int most) {
        return asked(
                        "SELECT * FROM audit_entry WHERE seq < :before" + MATCHING + "ORDER BY seq DESC LIMIT :most",
                        search)
                .param("before", before)
                .param("most", most)
                .query((row, n) -> entry(row))
                .list();
    }

    /** Hands over all entries that are looked for, the first one first, however many there are. */
    @Transactional(readOnly = true)
    public void export(TrailSearch search, Consumer<TrailEntry> to) {
        try (Stream<TrailEntry> entries =
                asked("SELECT * FROM audit_entry WHERE true" + MATCHING + "ORDER BY seq", search)
                        .withFetchSize(FETCHED)
                        .query((row, n) -> entry(row))
                        .stream()) {
            entries.forEach(to);
        }
    }

    /** Everybody who ever did something. */
    List<String> actors() {
        return distinct("actor_name");
    }

    /** Everything that was ever done. */
    List<String> actions() {
        return distinct("action");
    }

    /** Leaps through the index from value to value, since a few stand for a million. */
    private List<String> distinct(String column) {
        return jdbc.sql("""
                WITH RECURSIVE value(it) AS (
                  SELECT min(%1$s) FROM audit_entry
                  UNION ALL
                  SELECT (SELECT min(%1$s) FROM audit_entry WHERE %1$s > it) FROM value WHERE it IS NOT NULL
                )
                SELECT it FROM value WHERE it IS NOT NULL
                """.formatted(column)).query(String.class).list();
    }

    private JdbcClient.StatementSpec asked(String sql, TrailSearch search) {
        return jdbc.sql(sql)
                .param("actor", search.actor(), Types.VARCHAR)
                .param("action", search.action(), Types.VARCHAR)
                .param("subject", search.subject(), Types.VARCHAR)
                .param("from", utc(search.from()), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("until", utc(search.until()), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    private static TrailEntry entry(ResultSet row) throws SQLException {
        return entry(row, asFarAsReadable(row.getString("details")));
    }

    /** Details that nobody here recorded so are shown as they are: what is to be found out is found on the page. */
    private static Map<String, ?> asFarAsReadable(String details) {
        JsonNode json = JsonMapper.shared().readTree(details);
        return json.isObject() ? JsonMapper.shared().convertValue(json, DETAILS) : Map.of("?", details);
    }

    private static TrailEntry entry(ResultSet row, Map<String, ?> details) throws SQLException {
        byte[] previous = row.getBytes("previous_hash");
        return new TrailEntry(
                row.getLong("seq"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Actor(row.getObject("actor_id", UUID.class), row.getString("actor_name")),
                row.getString("action"),
                row.getString("subject"),
                details,
                previous == null ? null : Fingerprint.ofBytes(previous),
                Fingerprint.ofBytes(row.getBytes("hash")));
    }
}
