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

    /** Text with its lines ended as everywhere else, without the white space around it. */
    static String text(String typed) {
        return typed.replace("\r\n", "\n").replace('\r', '\n').strip();
    }

    /** One line. */
    static String line(String typed) {
        return text(typed).replaceAll("\\s+", " ");
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
