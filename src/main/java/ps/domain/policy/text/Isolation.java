package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * Sets words of the other direction apart with {@code <bdi>}, so that the bidirectional algorithm (UAX #9) cannot pull
 * the punctuation around them to the wrong side. Nothing invisible is added to the text itself.
 *
 * <p>A scanner and not a regular expression: its time is linear and its stack flat, whatever the text.
 */
final class Isolation {

    private static final String OPENERS = ".@#/+";
    private static final String CONNECTORS = ".@:/_+&'’-–=?#%~,";
    private static final int LONGEST_CONNECTOR = 3;

    /** Behind which a sentence goes on after a space. */
    private static final String PAUSES = ",;،؛";

    private static final String OPENING_BRACKETS = "([";
    private static final String CLOSING_BRACKETS = ")]";
    private static final int LONGEST_IN_BRACKETS = 200;

    private final String text;
    private final boolean rightToLeft;

    /** Where the numbers end that were found to need no isolation. */
    private int plainUntil;

    private Isolation(String text, boolean rightToLeft) {
        this.text = text;
        this.rightToLeft = rightToLeft;
    }

    /**
     * A stretch of a text.
     *
     * @param text as it stands there; never empty
     * @param opening the tag that sets it apart, or nothing where it is left as it is
     * @param isPartOfName whether it would be set apart if its words did not go on beside it
     */
    record Run(String text, String opening, boolean isPartOfName) {

        private Run(String text, String opening) {
            this(text, opening, false);
        }

        boolean isIsolated() {
            return !opening.isEmpty();
        }

        /** Whether it is isolated and not for its digits alone. */
        private boolean isName() {
            return isIsolated() && text.codePoints().anyMatch(Character::isLetter);
        }

        private Run asPartOfName() {
            return new Run(text, "", true);
        }

        String toHtml() {
            return opening + escape(text) + (isIsolated() ? "</bdi>" : "");
        }
    }

    /** The text as HTML for a paragraph in the language: escaped, with the words of the other direction isolated. */
    static String toHtml(String text, Language language) {
        return toHtml(runsOf(text, language));
    }

    /** The same of runs that are known. */
    static String toHtml(List<Run> runs) {
        return runs.stream().map(Run::toHtml).collect(Collectors.joining());
    }

    /** The whole text in runs, those to be isolated and those between. */
    static List<Run> runsOf(String text, Language language) {
        return new Isolation(text, language == Language.AR).runs();
    }

    /**
     * The same for a part of a paragraph. Where words of the other direction go on in an emphasis or a link, or behind it,
     * they are left to the bidirectional algorithm on both sides: each part in a place of its own, the last of them would
     * be read first.
     */
    static List<Run> runsOf(Text part, Language language) {
        List<Run> runs = runsOf(part.getLiteral(), language);
        if (runs.stream().noneMatch(Run::isIsolated)) {
            return runs;
        }
        List<Run> before = beside(part, Node::getPrevious, Node::getLastChild, language);
        List<Run> after = beside(part, Node::getNext, Node::getFirstChild, language);
        List<Run> parts = new ArrayList<>(runs);
        int first = nameAt(0, 1, runs);
        if (first >= 0 && nameAt(before.size() - 1, -1, before) >= 0) {
            parts.set(first, runs.get(first).asPartOfName());
        }
        int last = nameAt(runs.size() - 1, -1, runs);
        if (last >= 0 && (nameAt(0, 1, after) >= 0 || beginsWithDigit(after))) {
            parts.set(last, runs.get(last).asPartOfName());
        }
        return parts;
    }

    /** Which run of letters the runs begin or end with, besides white space; -1 for none. */
    private static int nameAt(int edge, int step, List<Run> runs) {
        int at = edge >= 0 && edge < runs.size() && runs.get(edge).text().isBlank() ? edge + step : edge;
        return at >= 0 && at < runs.size() && runs.get(at).isName() ? at : -1;
    }

    private static boolean beginsWithDigit(List<Run> runs) {
        return !runs.isEmpty()
                && runs.getFirst().text().stripLeading().chars().limit(1).anyMatch(Isolation::isDigit);
    }

    /** What stands beside a text in its paragraph, where only the edge of an emphasis or of a link, or of a line, is between. */
    private static List<Run> beside(
            Text part, UnaryOperator<@Nullable Node> next, UnaryOperator<@Nullable Node> inner, Language language) {
        @Nullable Node node = next.apply(part);
        for (@Nullable Node around = part.getParent(); node == null && isInline(around); around = around.getParent()) {
            node = next.apply(around);
        }
        if (node instanceof SoftLineBreak) {
            node = next.apply(node);
        }
        while (isInline(node)) {
            node = inner.apply(node);
        }
        return node instanceof Text text ? runsOf(text.getLiteral(), language) : List.of();
    }

    private static boolean isInline(@Nullable Node node) {
        return node instanceof Emphasis || node instanceof StrongEmphasis || node instanceof Link;
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int done = 0;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            int end = runFrom(at);
            if (end > at) {
                start = withOpener(start, done);
                if (start > done) {
                    runs.add(new Run(text.substring(done, start), ""));
                }
                runs.add(new Run(
                        text.substring(start, end),
                        rightToLeft ? "<bdi dir=\"ltr\">" : "<bdi lang=\"ar\" dir=\"rtl\">"));
                done = end;
                at = end;
            } else {
                at = afterWordFrom(at);
            }
        }
        if (done < text.length()) {
            runs.add(new Run(text.substring(done), ""));
        }
        return runs;
    }

    /** The end of the run that starts here, or {@code start} when there is none worth isolating. */
    private int runFrom(int start) {
        int end = start;
        boolean strong = false;
        boolean connected = false;
        boolean phone = start > 0 && text.charAt(start - 1) == '+';
        if (start < plainUntil && !phone) {
            return start; // a part of what has nothing to isolate; looking at each anew takes minutes where it is long
        }
        int at = start;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (isOther(c) || isDigit(c) || (end == at && at > start && isMark(c))) {
                strong |= isOther(c);
                at += Character.charCount(c);
                end = at;
                continue;
            }
            int closed = strong ? acrossBrackets(isPause(at) ? at + 1 : at) : at;
            if (closed > at + 1) {
                at = closed;
                end = closed;
                continue;
            }
            int next = end == start ? at : acrossConnector(at, strong || phone);
            if (next == at) {
                break;
            }
            connected |= !isSpace(text.charAt(at));
            at = next;
        }
        if (end == start) {
            return start;
        }
        boolean percent = end < text.length() && text.charAt(end) == '%';
        if (!strong) {
            plainUntil = rightToLeft ? 0 : end;
            // A bare number keeps its order by itself; with inner separators, a sign or a percent it does not.
            return rightToLeft && (connected || phone || percent) ? end + (percent ? 1 : 0) : start;
        }
        while (end < text.length() && "+%".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    /** Where the run goes on behind what joins its words, or {@code at} when it ends here. */
    private int acrossConnector(int at, boolean spaced) {
        int next = at;
        if (spaced && isPause(at)) {
            next = at + 2;
            return next < text.length() && isOther(text.codePointAt(next)) ? next : at;
        }
        if (isSpace(text.charAt(at))) {
            next = at + 1;
            if (next < text.length() && isDigit(text.codePointAt(next)) && !spaced) {
                return at; // two numbers in a row are two numbers
            }
        } else {
            while (next < text.length()
                    && next - at < LONGEST_CONNECTOR
                    && CONNECTORS.indexOf(text.charAt(next)) >= 0) {
                next++;
            }
        }
        if (next == at || next >= text.length()) {
            return at;
        }
        int c = text.codePointAt(next);
        return isOther(c) || isDigit(c) ? next : at;
    }

    private boolean isPause(int at) {
        return PAUSES.indexOf(text.charAt(at)) >= 0 && at + 1 < text.length() && isSpace(text.charAt(at + 1));
    }

    /**
     * Where the run goes on behind a space and brackets in which there is nothing but words of the same direction, or
     * {@code at}: both belong to it (UAX #9, N0).
     */
    private int acrossBrackets(int at) {
        int opening = at + 1;
        if (!isSpace(text.charAt(at)) || opening >= text.length()) {
            return at;
        }
        int kind = OPENING_BRACKETS.indexOf(text.charAt(opening));
        int end = Math.min(text.length(), opening + LONGEST_IN_BRACKETS);
        boolean strong = false;
        for (int next = opening + 1; kind >= 0 && next < end; next += Character.charCount(text.codePointAt(next))) {
            int c = text.codePointAt(next);
            if (c == CLOSING_BRACKETS.charAt(kind)) {
                return strong ? next + 1 : at;
            }
            strong |= isOther(c);
            if (!isOther(c) && !isDigit(c) && !isSpace(c) && CONNECTORS.indexOf(c) < 0 && PAUSES.indexOf(c) < 0) {
                return at;
            }
        }
        return at;
    }

    /** Takes in the dot of ".ps" or the plus of a telephone number. */
    private int withOpener(int start, int done) {
        if (!rightToLeft || start <= done || OPENERS.indexOf(text.charAt(start - 1)) < 0) {
            return start;
        }
        boolean free = start - 1 == done || !Character.isLetterOrDigit(text.charAt(start - 2));
        return free ? start - 1 : start;
    }

    /** A number that was passed over is passed over whole, so that its tail is not looked at as if it were a start. */
    private int afterWordFrom(int at) {
        int next = at;
        while (next < text.length() && isDigit(text.codePointAt(next))) {
            next += Character.charCount(text.codePointAt(next));
        }
        return next > at ? next : at + Character.charCount(text.codePointAt(at));
    }

    private boolean isOther(int c) {
        byte direction = Character.getDirectionality(c);
        return rightToLeft
                ? direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT
                : direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** A space, one at which no line breaks, narrow or not, or the end of a line in the source. */
    private static boolean isSpace(int c) {
        return c == ' ' || c == '\u00A0' || c == '\u202F' || c == '\n';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isMark(int c) {
        return Character.getDirectionality(c) == Character.DIRECTIONALITY_NONSPACING_MARK;
    }

    static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
