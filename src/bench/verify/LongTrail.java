package ps.domain.policy.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import tools.jackson.databind.json.JsonMapper;

/** Records a long trail, each entry chained to the one before, in a database that has none yet. */
final class LongTrail {

    private LongTrail() {}

    public static void main(String[] arguments) throws Exception {
        Actor actor = new Actor(UUID.randomUUID(), "هدى خليل");
        Instant begun = Instant.parse("2027-01-01T00:00:00Z");
        Fingerprint previous = null;
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("""
                    COPY audit_entry (seq, at, actor_id, actor_name, action, subject, details, previous_hash, hash)
                    FROM STDIN
                    """);
            for (long seq = 1; seq <= Long.parseLong(arguments[1]); seq++) {
                TrailEntry entry = new TrailEntry(
                                seq,
                                begun.plusMillis(seq),
                                actor,
                                "draft.section-edited",
                                "draft:" + actor.id(),
                                Map.of("section", "data-retention", "revision", seq, "language", "ar"),
                                previous,
                                Fingerprint.NONE_YET)
                        .sealed();
                byte[] line = "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\\\\x%s\n"
                        .formatted(
                                seq,
                                entry.at(),
                                actor.id(),
                                actor.name(),
                                entry.action(),
                                entry.subject(),
                                JsonMapper.shared().writeValueAsString(entry.details()),
                                previous == null ? "\\N" : "\\\\x" + previous.hex(),
                                entry.fingerprint().hex())
                        .getBytes(UTF_8);
                copy.writeToCopy(line, 0, line.length);
                previous = entry.fingerprint();
            }
            copy.endCopy();
        }
    }
}
