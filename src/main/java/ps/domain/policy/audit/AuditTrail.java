package ps.domain.policy.audit;

import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The trail of what staff did. An entry joins the transaction of what it tells of: both are there or neither. */
@Component
public class AuditTrail {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    AuditTrail(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Adds an entry.
     *
     * @param actor who did it
     * @param action what was done, as a dotted word: {@code draft.created}
     * @param subject what it was done to: {@code version:2}
     * @param details what else there is to know, as strings, integers and booleans; never a credential
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Actor actor, String action, String subject, Map<String, ?> details) {
        // One writer at a time, since each entry carries the hash of the one before; released at the end of the
        // transaction, so call this last.
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('audit_entry'))")
                .query()
                .singleRow();
        Optional<Link> last = jdbc.sql("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1")
                .query((row, number) -> new Link(row.getLong("seq"), Fingerprint.ofBytes(row.getBytes("hash"))))
                .optional();
        TrailEntry entry = new TrailEntry(
                        last.map(Link::seq).orElse(0L) + 1,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        actor,
                        action,
                        subject,
                        details,
                        last.map(Link::hash).orElse(null),
                        Fingerprint.NONE_YET)
                .sealed();
        jdbc.sql("""
                INSERT INTO audit_entry (seq, at, actor_id, actor_name, action, subject, details, previous_hash, hash)
                VALUES (:seq, :at, :actorId, :actorName, :action, :subject, :details::jsonb, :previous, :hash)
                """)
                .param("seq", entry.seq())
                .param("at", entry.at().atOffset(ZoneOffset.UTC))
                .param("actorId", actor.id(), Types.OTHER)
                .param("actorName", actor.name())
                .param("action", action)
                .param("subject", subject)
                .param("details", json.writeValueAsString(details))
                .param(
                        "previous",
                        entry.previous() == null ? null : entry.previous().bytes(),
                        Types.BINARY)
                .param("hash", entry.fingerprint().bytes())
                .update();
    }

    private record Link(long seq, Fingerprint hash) {}
}
