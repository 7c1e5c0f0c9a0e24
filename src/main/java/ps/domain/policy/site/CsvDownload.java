package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * A table as a file for spreadsheets: RFC 4180 in UTF-8, with a byte order mark, or they guess the encoding wrong. What
 * begins like a formula gets an apostrophe in front. Only one that is ended is taken for a whole one: if something fails
 * before, the connection is cut.
 */
public final class CsvDownload {

    private final Writer writer;

    private CsvDownload(Writer writer) {
        this.writer = writer;
    }

    /** Begins the answer to a request. */
    public static CsvDownload to(HttpServletResponse response, String fileName) throws IOException {
        response.setContentType("text/csv;charset=utf-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(fileName).build().toString());
        Writer writer = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        writer.write('\uFEFF');
        return new CsvDownload(writer);
    }

    /** Adds a line. */
    public void row(@Nullable Object... cells) {
        try {
            CSVFormat.RFC4180.printRecord(
                    writer, Arrays.stream(cells).map(CsvDownload::harmless).toArray());
        } catch (IOException goneAway) {
            throw new UncheckedIOException(goneAway);
        }
    }

    private static @Nullable Object harmless(@Nullable Object cell) {
        return cell instanceof String text ? Spreadsheets.harmless(text) : cell;
    }

    /** There is no further line. */
    public void end() throws IOException {
        writer.flush();
    }
}
