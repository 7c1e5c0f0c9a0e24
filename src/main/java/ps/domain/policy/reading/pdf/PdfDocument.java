package ps.domain.policy.reading.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import ps.domain.policy.text.Block;
import ps.domain.policy.text.Inline;
import ps.domain.policy.text.Language;

/**
 * A document to be set on paper. The same document makes the same bytes, whenever and wherever.
 *
 * @param language what it is written in
 * @param title its name
 * @param facts what is to be known of it, a line each
 * @param parts its sections
 * @param footer what stands at the foot of every page beside its number
 * @param properties what programs want to know of it
 */
public record PdfDocument(
        Language language,
        String title,
        List<List<Inline>> facts,
        List<Part> parts,
        List<Inline> footer,
        Properties properties) {

    public PdfDocument {
        facts = List.copyOf(facts);
        parts = List.copyOf(parts);
        footer = List.copyOf(footer);
    }

    /**
     * A section.
     *
     * @param key its anchor
     * @param number as it is written before the heading
     * @param heading one line
     * @param body the text
     */
    public record Part(String key, String number, List<Inline> heading, List<Block> body) {}

    /**
     * What programs want to know.
     *
     * @param author who speaks
     * @param subject which version this is
     * @param version its number
     * @param fingerprint the SHA-256 of what the document was made from, as hexadecimal digits
     * @param address where it stays, and what references in the text are relative to
     * @param moment when it was made public
     */
    public record Properties(
            String author, String subject, String version, String fingerprint, URI address, Instant moment) {}

    /** The document as a PDF file. */
    public byte[] toBytes() {
        try {
            return new PdfWriter(this).write();
        } catch (IOException cannotHappenInMemory) {
            throw new UncheckedIOException(cannotHappenInMemory);
        }
    }
}
