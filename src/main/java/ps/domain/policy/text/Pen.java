package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;
import ps.domain.policy.text.MarkdownDiff.Spoken;
import ps.domain.policy.text.Token.Format;

/**
 * Writes a comparison twice: both texts in one, and beside it the earlier text alone, which is only to be looked at. A
 * link can be followed where it stands in the later text.
 */
final class Pen {

    static final String INSERTED = "ins";
    static final String DELETED = "del";

    private final StringBuilder merged = new StringBuilder();
    private final StringBuilder earlier = new StringBuilder();
    private final Spoken spoken;
    private boolean changed;

    Pen(Spoken spoken) {
        this.spoken = spoken;
    }

    String merged() {
        return merged.toString();
    }

    String earlier() {
        return earlier.toString();
    }

    /** Whether anything was different. */
    boolean hasChanged() {
        return changed;
    }

    /** A block that both texts have, whatever there is in it. */
    void same(ComparedBlock block) {
        write(merged, block, "", "", "", true);
        write(earlier, block, "", "", "", false);
    }

    /** A block that only the later text has. */
    void added(ComparedBlock block) {
        changed = true;
        write(merged, block, INSERTED, INSERTED, spoken.added(), true);
    }

    /** A block that only the earlier text had. */
    void removed(ComparedBlock block) {
        changed = true;
        write(merged, block, DELETED, DELETED, spoken.removed(), false);
        write(earlier, block, DELETED, DELETED, "", false);
    }

    void open(ComparedBlock block) {
        block.open(merged, "");
        block.open(earlier, "");
    }

    void close(ComparedBlock block) {
        block.close(merged);
        block.close(earlier);
    }

    void open(Format format) {
        merged.append(format.opening(true));
        earlier.append(format.opening(false));
    }

    void close(Format format) {
        merged.append(format.closing());
        earlier.append(format.closing());
    }

    void same(Token token) {
        merged.append(token.html());
        earlier.append(token.html());
    }

    /** @param open how many of the formats around the tokens are open already */
    void added(List<Token> tokens, int open) {
        change(merged, tokens, open, INSERTED, spoken.added(), true);
    }

    /** @param open how many of the formats around the tokens are open already */
    void removed(List<Token> tokens, int open) {
        change(merged, tokens, open, DELETED, spoken.removed(), false);
        change(earlier, tokens, open, DELETED, "", false);
    }

    /** @param mark the outermost block is marked as changed, so that it can be hidden as a whole */
    private void write(
            StringBuilder html, ComparedBlock block, String mark, String element, String said, boolean live) {
        block.open(html, mark);
        if (element.isEmpty()) {
            tokens(html, block.tokens(), 0, live, false);
        } else {
            change(html, block.tokens(), 0, element, said, live);
        }
        block.children().forEach(child -> write(html, child, "", element, said, live));
        block.close(html);
    }

    private void change(StringBuilder html, List<Token> tokens, int open, String element, String said, boolean live) {
        if (tokens.isEmpty()) {
            return;
        }
        changed = true;
        boolean speak = !said.isEmpty() && !tokens.stream().allMatch(Token::isSpace);
        html.append('<').append(element).append('>');
        if (speak) {
            say(html, said);
        }
        tokens(html, tokens, open, live, true);
        if (speak) {
            say(html, spoken.end());
        }
        html.append("</").append(element).append('>');
    }

    private static void say(StringBuilder html, String words) {
        html.append("<span class=\"hidden\">").append(Isolation.escape(words)).append("</span>");
    }

    /** @param noted whether to say what cannot be seen: where links lead, and that lines are broken */
    private static void tokens(StringBuilder html, List<Token> tokens, int outer, boolean live, boolean noted) {
        List<Format> open = new ArrayList<>();
        StringBuilder label = new StringBuilder();
        for (Token token : tokens) {
            List<Format> path = token.path().subList(outer, token.path().size());
            int common = 0;
            while (common < open.size() && common < path.size() && open.get(common) == path.get(common)) {
                common++;
            }
            close(html, open, common, label, noted);
            for (Format format : path.subList(common, path.size())) {
                html.append(format.opening(live));
                open.add(format);
                if (!format.destination().isEmpty()) {
                    label.setLength(0);
                }
            }
            if (noted && token.text().equals("\n")) {
                note(html, "↵");
            }
            html.append(token.html());
            label.append(token.text());
        }
        close(html, open, 0, label, noted);
    }

    private static void close(StringBuilder html, List<Format> open, int depth, StringBuilder label, boolean noted) {
        while (open.size() > depth) {
            Format format = open.removeLast();
            html.append(format.closing());
            String destination = format.destination();
            if (noted
                    && !destination.isEmpty()
                    && !destination.contentEquals(label)
                    && !destination.equals("mailto:" + label)) {
                note(html, "(" + destination + ")");
            }
        }
    }

    private static void note(StringBuilder html, String text) {
        html.append("<wbr><span class=\"note\" dir=\"ltr\">")
                .append(Isolation.escape(text))
                .append("</span>");
    }
}
