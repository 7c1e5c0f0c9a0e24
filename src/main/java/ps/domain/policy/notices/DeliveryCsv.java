package ps.domain.policy.notices;

import java.io.IOException;
import java.io.Writer;
import org.apache.commons.csv.CSVFormat;
import ps.domain.policy.delivery.Delivery;
import ps.domain.policy.site.Spreadsheets;

/**
 * Deliveries as lines of a table. Addresses and replies are written by strangers: one that a spreadsheet would take for a
 * formula gets an apostrophe in front.
 */
final class DeliveryCsv {

    private final Writer writer;

    DeliveryCsv(Writer writer) throws IOException {
        this.writer = writer;
        CSVFormat.RFC4180.printRecord(
                writer,
                "address",
                "letter",
                "state",
                "attempts",
                "answered_at",
                "next_attempt_at",
                "code",
                "enhanced_code",
                "reply",
                "bounced_at",
                "bounce_status",
                "bounce_text",
                "delivery");
    }

    void add(Delivery delivery) throws IOException {
        CSVFormat.RFC4180.printRecord(
                writer,
                Spreadsheets.harmless(delivery.address()),
                delivery.variant(),
                delivery.state(),
                delivery.attempts(),
                delivery.answeredAt(),
                delivery.nextAttemptAt(),
                delivery.code(),
                delivery.enhancedCode(),
                Spreadsheets.harmless(delivery.reply()),
                delivery.bouncedAt(),
                Spreadsheets.harmless(delivery.bounceStatus()),
                Spreadsheets.harmless(delivery.bounceText()),
                delivery.id());
    }
}
