package ps.domain.policy.delivery;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the relay said.
 *
 * @param phase to what
 * @param code the code, or {@link #NONE} where no answer came
 * @param enhancedCode the enhanced code (RFC 3463), if it was given
 * @param text the words, or why there are none: one line without control characters
 */
record Answer(Phase phase, int code, @Nullable String enhancedCode, String text) {

    /** Stands for a timeout, the end of the stream, or something that is not an answer. */
    static final int NONE = -1;

    private static final int LONGEST = 500;
    /** At the beginning; qmail and others put it behind, and a number sign before it. */
    private static final Pattern ENHANCED =
            Pattern.compile("^#?([245]\\.\\d{1,3}\\.\\d{1,3})(?=\\s|$)" + "|\\(#([245]\\.\\d{1,3}\\.\\d{1,3})\\)\\s*$");

    /** As the database's function without_addresses() has it. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'(),;:=\\[\\]]+@[^\\s<>\"'(),;:\\[\\]]+");

    /** What an answer is to. */
    enum Phase {
        CONNECTION,
        SIGN_IN,
        SENDER,
        RECIPIENT,
        DATA,
        CONTENT,
        FINAL_DOT
    }

    /** Reads the lines of an answer, each with its code. */
    static Answer of(Phase phase, int code, String lines) {
        String words =
                lines.lines().map(line -> line.replaceFirst("^\\d{3}[ -]?", "")).collect(Collectors.joining(" "));
        Matcher enhanced = ENHANCED.matcher(words);
        String enhancedCode = enhanced.find() ? Objects.requireNonNullElse(enhanced.group(1), enhanced.group(2)) : null;
        return new Answer(phase, code, enhancedCode, presentable(words));
    }

    /** No answer, and why. */
    static Answer none(Phase phase, String why) {
        return new Answer(phase, NONE, null, presentable(why));
    }

    boolean isPositive() {
        return code / 100 == 2;
    }

    /** Where in the enhanced code's classes it is: {@code 4.7.} */
    boolean isOf(String prefix) {
        return enhancedCode != null && enhancedCode.startsWith(prefix);
    }

    /** Whether the enhanced code is one of these. */
    boolean isAnyOf(String... codes) {
        return enhancedCode != null && List.of(codes).contains(enhancedCode);
    }

    @Override
    public String toString() {
        return code == NONE ? text : code + " " + text;
    }

    /** The same without any address: it can quote the recipient, and is said of everybody. */
    String withoutAddresses() {
        return ADDRESS.matcher(toString()).replaceAll("…");
    }

    private static String presentable(String words) {
        String line =
                words.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp} ]+", " ").strip();
        return line.length() <= LONGEST
                ? line
                : line.substring(0, Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
