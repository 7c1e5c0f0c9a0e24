package ps.domain.policy.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The words in which two texts differ. Words are never split, so no Arabic letter loses its neighbour. */
public final class WordDiff {

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+|\\s+|.", Pattern.DOTALL);

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
        List<String> mine = words(text);
        List<String> theirs = words(other);
        boolean[] different = new boolean[mine.size()];
        for (AbstractDelta<String> delta : DiffUtils.diff(mine, theirs).getDeltas()) {
            if (delta.getType() != DeltaType.INSERT) {
                int from = delta.getSource().getPosition();
                for (int i = from; i < from + delta.getSource().size(); i++) {
                    different[i] = true;
                }
            }
        }
        List<Piece> pieces = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < mine.size(); i++) {
            run.append(mine.get(i));
            if (i + 1 == mine.size() || different[i + 1] != different[i]) {
                pieces.add(new Piece(run.toString(), different[i]));
                run.setLength(0);
            }
        }
        return List.copyOf(pieces);
    }

    private static List<String> words(String text) {
        return WORDS.matcher(text).results().map(result -> result.group()).toList();
    }
}
