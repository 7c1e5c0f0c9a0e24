package ps.domain.policy.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import ps.domain.policy.site.Spreadsheets;
import tools.jackson.databind.json.JsonMapper;

/**
 * Entries of the trail as lines of a table, with all that their fingerprints are computed over. Only names are typed by
 * people: one that a spreadsheet would take for a formula gets an apostrophe in front.
 */
final class TrailCsv implements Consumer<TrailEntry> {

    private final Writer writer;

    TrailCsv(Writer writer) throws IOException {
        this.writer = writer;
        CSVFormat.RFC4180.printRecord(
                writer, "seq", "at", "actor_id", "actor", "action", "subject", "details", "previous", "hash");
    }

    @Override
    public void accept(TrailEntry entry) {
        try {
            CSVFormat.RFC4180.printRecord(
                    writer,
                    entry.seq(),
                    entry.at(),
                    entry.actor().id(),
                    Spreadsheets.harmless(entry.actor().name()),
                    entry.action(),
                    entry.subject(),
                    JsonMapper.shared().writeValueAsString(entry.details()),
                    entry.previous(),
                    entry.fingerprint());
        } catch (IOException goneAway) {
            throw new UncheckedIOException(goneAway);
        }
    }
}
