package ps.domain.policy.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import ps.domain.policy.text.Token.Format;
import ps.domain.policy.text.Token.Kind;

/** Takes running text apart into tokens. Its scanner is linear, and never cuts a letter from its marks or neighbours. */
final class Tokenizer {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private final Vocabulary vocabulary;
    private final Language language;

    private List<Token> tokens = new ArrayList<>();
    private List<Format> path = List.of();
    private int pathNumber;

    Tokenizer(Vocabulary vocabulary, Language language) {
        this.vocabulary = vocabulary;
        this.language = language;
        enter(List.of());
    }

    /** The tokens of one plain line. */
    List<Token> line(String line) {
        tokens = new ArrayList<>();
        text(Isolation.runsOf(line, language));
        return tokens;
    }

    /** The tokens of a text that is shown as it was typed, white space and all. */
    List<Token> verbatim(String literal) {
        tokens = new ArrayList<>();
        words(literal, true);
        return tokens;
    }

    /** The tokens of a block's inline content. */
    List<Token> content(Node block) {
        tokens = new ArrayList<>();
        children(block);
        return tokens;
    }

    private void children(Node parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            inline(node);
        }
    }

    private void inline(Node node) {
        switch (node) {
            case Text text -> text(Isolation.runsOf(text, language));
            case Code code -> {
                String html = "<code dir=\"auto\">" + Isolation.escape(code.getLiteral()) + "</code>";
                add(Kind.ISOLATED, "`" + code.getLiteral(), code.getLiteral(), html);
            }
            case Emphasis emphasis -> formatted(emphasis, new Format("em", ""));
            case StrongEmphasis strong -> formatted(strong, new Format("strong", ""));
            case Link link -> {
                if (LinkPolicy.shows(link)) {
                    formatted(link, new Format("a", LinkPolicy.addressOf(link)));
                } else {
                    children(link);
                }
            }
            case HtmlInline html -> words(html.getLiteral(), false);
            case SoftLineBreak softBreak -> add(Kind.SPACE, " ", " ", "\n");
            case HardLineBreak hardBreak -> add(Kind.SIGN, "\n", "\n", "<br>\n");
            // An image is shown as its description.
            default -> children(node);
        }
    }

    private void formatted(Node node, Format format) {
        List<Format> outer = path;
        List<Format> inner = new ArrayList<>(outer);
        inner.add(format);
        enter(List.copyOf(inner));
        children(node);
        enter(outer);
    }

    private void enter(List<Format> formats) {
        path = formats;
        pathNumber = vocabulary.numberOf(formats.stream().map(Format::signature).toList());
    }

    private void text(List<Isolation.Run> runs) {
        for (Isolation.Run run : runs) {
            if (run.isIsolated() || run.isPartOfName()) {
                // The same words are not the same where they stand in another order.
                add(
                        Kind.ISOLATED,
                        (run.isIsolated() ? "" : "~") + run.text().replaceAll("[\\p{Zs}\n]+", " "),
                        run.text(),
                        run.toHtml());
            } else {
                words(run.text(), false);
            }
        }
    }

    private void words(String text, boolean verbatim) {
        int at = 0;
        while (at < text.length()) {
            int start = at;
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            Kind kind;
            if (isWordPart(c)) {
                at = endOfWord(text, at);
                kind = Kind.WORD;
            } else if (isSpace(c)) {
                while (!verbatim && at < text.length() && isSpace(text.charAt(at))) {
                    at++;
                }
                kind = Kind.SPACE;
            } else {
                at = endOfCluster(text, at, c);
                kind = Kind.SIGN;
            }
            String found = text.substring(start, at);
            // However wide a gap is, and whether a line may break there or not, it reads as one space.
            String read = kind == Kind.SPACE && !verbatim ? " " : found;
            add(kind, read, read, Isolation.escape(found));
        }
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int after = at + Character.charCount(c);
            boolean apostrophe =
                    (c == '\'' || c == '’') && after < text.length() && Character.isLetter(text.codePointAt(after));
            if (!isWordPart(c) && !apostrophe) {
                return at;
            }
            at = after;
        }
        return at;
    }

    /** Takes in what belongs to a sign: marks, variation selectors, skin tones, whatever is joined to it, half a flag. */
    private static int endOfCluster(String text, int from, int first) {
        int at = from;
        boolean flag = isRegionalIndicator(first);
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int after = at + Character.charCount(c);
            if (c == ZERO_WIDTH_JOINER && after < text.length()) {
                at = after + Character.charCount(text.codePointAt(after));
            } else if (isMark(c) || (c >= 0x1F3FB && c <= 0x1F3FF) || (flag && isRegionalIndicator(c))) {
                flag = flag && !isRegionalIndicator(c);
                at = after;
            } else {
                return at;
            }
        }
        return at;
    }

    private void add(Kind kind, String read, String text, String html) {
        // Vowel signs on one letter can be typed in either order, and some letters with or apart from their marks.
        String key = Normalizer.normalize(read, Normalizer.Form.NFC);
        int word = kind == Kind.WORD || kind == Kind.ISOLATED ? vocabulary.numberOf(key) : -1;
        tokens.add(new Token(vocabulary.numberOf(pathNumber + " " + key), word, kind, text, html, path));
    }

    private static boolean isWordPart(int c) {
        return Character.isLetterOrDigit(c)
                || isMark(c)
                || c == '_'
                || c == ZERO_WIDTH_NON_JOINER
                || c == ZERO_WIDTH_JOINER;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isRegionalIndicator(int c) {
        return c >= 0x1F1E6 && c <= 0x1F1FF;
    }
}
