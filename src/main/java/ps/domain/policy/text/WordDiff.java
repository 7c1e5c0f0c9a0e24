package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;

/** The words in which two texts differ. Words are never split, so no Arabic letter loses its neighbour. */
public final class WordDiff {

    private WordDiff() {}

    /**
     * A stretch of one of the texts.
     *
     * @param text as it stands there
     * @param different whether the other text has something else in its place
     */
    public record Piece(String text, boolean different) {}

    /** The first text in pieces: what the other one does not have is marked as different. */
    public static List<Piece> piecesOf(String text, String other) {
        Tokenizer tokenizer = new Tokenizer(new Vocabulary(), Language.EN);
        List<Token> mine = tokenizer.verbatim(text);
        int[] match = Alignment.of(
                mine.stream().mapToInt(Token::id).toArray(),
                tokenizer.verbatim(other).stream().mapToInt(Token::id).toArray(),
                at -> mine.get(at).kind().weight());
        List<Piece> pieces = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < mine.size(); i++) {
            run.append(mine.get(i).text());
            if (i + 1 == mine.size() || (match[i + 1] < 0) != (match[i] < 0)) {
                pieces.add(new Piece(run.toString(), match[i] < 0));
                run.setLength(0);
            }
        }
        return List.copyOf(pieces);
    }
}
