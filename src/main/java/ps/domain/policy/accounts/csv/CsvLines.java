package ps.domain.policy.accounts.csv;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, by the numbers that an editor gives them. A line ends with CR, LF or both; of one that is far
 * too long only the beginning is kept, so that no file can fill the memory.
 */
final class CsvLines {

    /** More than six columns of the longest allowed values take, every character of them a doubled quotation mark. */
    static final int LONGEST = 4096;

    private final Reader text;
    private final char[] buffer = new char[1 << 15];
    private final StringBuilder line = new StringBuilder();

    private int at;
    private int end;
    private long number;
    private boolean tooLong;
    private boolean afterReturn;

    CsvLines(Reader text) {
        this.text = text;
    }

    /** The next line without its end, or null behind the last one. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        tooLong = false;
        boolean any = false;
        while (true) {
            if (at == end && !fill()) {
                break;
            }
            char c = buffer[at++];
            if (c == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = c == '\r';
            any = true;
            if (c == '\n' || c == '\r') {
                break;
            }
            append(c);
        }
        if (!any) {
            return null;
        }
        number++;
        return line.toString();
    }

    /** The number of the line that was read last, counting from 1. */
    long number() {
        return number;
    }

    /** Whether more of the line that was read last was there than is kept. */
    boolean isTooLong() {
        return tooLong;
    }

    private void append(char c) {
        if (number == 0 && line.isEmpty() && c == '\uFEFF') {
            return; // the byte order mark
        }
        if (line.length() < LONGEST) {
            line.append(c);
        } else {
            tooLong = true;
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, text.read(buffer));
        return end > 0;
    }
}
