package ps.domain.policy.notices;

import java.io.IOException;
import java.io.Writer;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.delivery.Delivery;

/**
 * Deliveries as lines of a table. Addresses and replies are written by strangers: one that a spreadsheet would take for a
 * formula gets an apostrophe in front.
 */
final class DeliveryCsv {

    private static final String FORMULA_BEGINS = "=+-@\t\r";

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
                "delivery");
    }

    void add(Delivery delivery) throws IOException {
        CSVFormat.RFC4180.printRecord(
                writer,
                text(delivery.address()),
                delivery.variant(),
                delivery.state(),
                delivery.attempts(),
                delivery.answeredAt(),
                delivery.nextAttemptAt(),
                delivery.code(),
                delivery.enhancedCode(),
                text(delivery.reply()),
                delivery.id());
    }

    private static @Nullable String text(@Nullable String words) {
        return words != null && !words.isEmpty() && FORMULA_BEGINS.indexOf(words.charAt(0)) >= 0 ? "'" + words : words;
    }
}
