package ps.domain.policy.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import ps.domain.policy.delivery.Answer.Phase;

/**
 * Commands and answers over an open connection (RFC 5321, section 4). Several commands can be given at once (RFC 2920);
 * an answer has to be there as a whole within its time, however many pieces it comes in.
 */
final class SmtpDialogue {

    /** An answer that is longer is none. */
    private static final int LONGEST_ANSWER = 1 << 16;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[4096];
    private int position;
    private int filled;

    SmtpDialogue(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Says something, once all that was said to it before is heard.
     *
     * @throws IOException if the other side has said more than it was asked for: what it says next would be taken for the
     *     answer to something else
     */
    void say(byte[] commands) throws IOException {
        if (position < filled || in.available() > 0) {
            throw new NoAnswer("It answered before it was asked");
        }
        out.write(commands);
        out.flush();
    }

    /**
     * Waits for an answer.
     *
     * @throws IOException if none comes in time, or what comes is none
     */
    Answer hear(Phase phase, Duration atMost) throws IOException {
        long deadline = System.nanoTime() + atMost.toNanos();
        StringBuilder lines = new StringBuilder();
        String line;
        do {
            line = line(lines, deadline);
            if (!isOfAnAnswer(line)) {
                throw new NoAnswer("This is not an answer: " + line);
            }
            lines.append(line).append('\n');
        } while (line.startsWith("-", 3));
        return Answer.of(phase, Integer.parseInt(line, 0, 3, 10), lines.toString());
    }

    private String line(StringBuilder before, long deadline) throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        byte next = read(deadline);
        while (next != '\n') {
            if (before.length() + length >= LONGEST_ANSWER) {
                throw new NoAnswer("The answer does not end");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = next;
            next = read(deadline);
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private byte read(long deadline) throws IOException {
        if (position == filled) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                throw new SocketTimeoutException("The answer did not come in time");
            }
            socket.setSoTimeout(Math.toIntExact(millis));
            position = 0;
            filled = Math.max(0, in.read(buffer));
            if (filled == 0) {
                throw new NoAnswer("The connection was closed without an answer");
            }
        }
        return buffer[position++];
    }

    private static boolean isOfAnAnswer(String line) {
        return line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && line.chars().limit(3).allMatch(digit -> digit >= '0' && digit <= '9')
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    }

    /** What came is not an answer, or nothing will come. */
    static final class NoAnswer extends IOException {

        private static final long serialVersionUID = 1;

        NoAnswer(String why) {
            super(why);
        }
    }
}
