package ps.domain.policy.notices;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.Spreadsheets;

/**
 * A ZIP that is written as it is sent, nothing of it being held but the list of its files. All are in one folder, and the
 * last one, {@code SHA256SUMS}, has the SHA-256 of every other as {@code sha256sum -c} reads it. The same files make the
 * same bytes.
 */
final class EvidenceFile implements AutoCloseable {

    /** The file with the sums. */
    static final String SUMS = "SHA256SUMS";

    private final Zip zip;
    private final String folder;
    private final LocalDateTime time;
    private final StringBuilder sums = new StringBuilder();

    /** @param time of every file in it */
    EvidenceFile(OutputStream out, String folder, Instant time) {
        this.zip = new Zip(out);
        this.folder = folder;
        this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** Adds a file. */
    void add(String name, byte[] content) {
        write(name, out -> out.write(content));
    }

    /** Adds a file of text, as UTF-8. */
    void add(String name, String content) {
        add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a table (RFC 4180, UTF-8), row by row. */
    void addTable(String name, List<String> columns, Consumer<Table> rows) {
        write(name, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            Table table = new Table(writer);
            table.row(columns.toArray());
            rows.accept(table);
            writer.flush();
        });
    }

    /**
     * Adds the sums and ends the file; says what the SHA-256 of the sums is. One that is closed without that has no end, so
     * that nobody takes the half for the whole.
     */
    String seal() {
        byte[] all = sums.toString().getBytes(StandardCharsets.UTF_8);
        add(SUMS, all);
        try {
            zip.finish();
            zip.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return HexFormat.of().formatHex(sha256().digest(all));
    }

    /** What it was written to stays open. */
    @Override
    public void close() {
        zip.release();
    }

    private void write(String name, Content content) {
        MessageDigest digest = sha256();
        try {
            ZipEntry entry = new ZipEntry(folder + "/" + name);
            entry.setTimeLocal(time);
            zip.putNextEntry(entry);
            content.writeTo(new DigestOutputStream(new LeftOpen(zip), digest));
            zip.closeEntry();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        sums.append(HexFormat.of().formatHex(digest.digest()))
                .append("  ")
                .append(name)
                .append('\n');
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The rows of a table. What a spreadsheet would take for a formula gets an apostrophe in front. */
    static final class Table {

        private final Writer writer;

        private Table(Writer writer) {
            this.writer = writer;
        }

        void row(@Nullable Object... cells) {
            Object[] harmless = new Object[cells.length];
            for (int i = 0; i < cells.length; i++) {
                Object cell = cells[i];
                harmless[i] = cell == null ? "" : cell instanceof String text ? Spreadsheets.harmless(text) : cell;
            }
            try {
                CSVFormat.RFC4180.printRecord(writer, harmless);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    /** Can let go of what it compresses with, without writing the directory at the end. */
    private static final class Zip extends ZipOutputStream {

        Zip(OutputStream out) {
            super(out, StandardCharsets.UTF_8);
        }

        void release() {
            def.end();
        }
    }

    /** Writes blocks as blocks, and leaves what it writes to open. */
    private static final class LeftOpen extends FilterOutputStream {

        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] block, int offset, int length) throws IOException {
            out.write(block, offset, length);
        }

        @Override
        public void close() {
            // The entry is closed by whoever began it.
        }
    }
}
