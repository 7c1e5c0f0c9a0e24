package ps.domain.policy.text;

import java.util.List;

/**
 * What a comparison never splits: a word, an isolated run of words, white space, a sign, a piece of code.
 *
 * @param id the same for tokens that read the same and are formatted the same, from a {@link Vocabulary}
 * @param word the same for words that read the same however they are formatted, or -1 for what is no word
 * @param kind what it is
 * @param text what it reads
 * @param html the same as HTML
 * @param path the formats that it stands in, outermost first
 */
record Token(int id, int word, Kind kind, String text, String html, List<Format> path) {

    /** What a token is, and how much it is worth to find it again in the other text. */
    enum Kind {
        WORD(4),
        ISOLATED(4),
        SIGN(2),
        SPACE(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }

    /**
     * One place of emphasis or one link in a text; two are the same only if they are the same place.
     */
    static final class Format {

        private final String tag;
        private final String destination;

        /** @param destination where a link leads, else empty */
        Format(String tag, String destination) {
            this.tag = tag;
            this.destination = destination;
        }

        String signature() {
            return tag + ' ' + destination;
        }

        String destination() {
            return destination;
        }

        /** @param live whether a link can be followed */
        String opening(boolean live) {
            return destination.isEmpty() || !live
                    ? "<" + tag + ">"
                    : "<" + tag + " href=\"" + Isolation.escape(destination) + "\">";
        }

        String closing() {
            return "</" + tag + ">";
        }
    }

    boolean isWord() {
        return word >= 0;
    }

    boolean isSpace() {
        return kind == Kind.SPACE;
    }

    /** Whether this ends a sentence. */
    boolean endsSentence() {
        return kind == Kind.SIGN && ".!?؟".contains(text);
    }

    /** Whether the letters of this and of the next one, with nothing between them, belong to one word. */
    boolean joins(Token next) {
        return kind == Kind.WORD && next.kind == Kind.WORD;
    }
}
