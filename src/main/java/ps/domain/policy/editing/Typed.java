package ps.domain.policy.editing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownFinding;

/** What somebody typed into a field, on its way to being kept. */
final class Typed {

    private Typed() {}

    /** A field that was not sent at all is an empty one. */
    static String orEmpty(@Nullable String sent) {
        return sent == null ? "" : sent;
    }

    /** Text with its lines ended as everywhere else, without the blank lines around it. A first line keeps its indent. */
    static String text(String typed) {
        return withoutBlankLinesAround(typed.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** By hand, since a regular expression would need as much stack as there are lines. */
    static String withoutBlankLinesAround(String text) {
        int start = 0;
        for (int at = 0; at < text.length() && Character.isWhitespace(text.charAt(at)); at++) {
            if (text.charAt(at) == '\n') {
                start = at + 1;
            }
        }
        return text.substring(start).stripTrailing();
    }

    /** One line. */
    static String line(String typed) {
        return typed.strip().replaceAll("\\s+", " ");
    }

    /** Adds a problem for a text that is too long or has something in it that is refused. */
    static void check(Problems problems, String field, String text, int longest) {
        if (text.length() > longest) {
            problems.add(field, "editing.problem.too-long", longest, text.length());
            return; // and not looked into further
        }
        for (MarkdownFinding finding : Markdown.check(text)) {
            if (finding.isRefused()) {
                problems.add(
                        field,
                        "editing.finding." + finding.kind().name().toLowerCase(Locale.ROOT),
                        finding.line(),
                        finding.column(),
                        finding.excerpt());
            }
        }
    }
}
