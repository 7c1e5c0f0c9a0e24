package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the blocks in a place: which stayed, which were taken out or put in, and which became which, because
 * they have enough words in common.
 */
final class BlockDiff {

    /** From what likeness on a block is told as the other one changed. */
    private static final double LEAST_LIKENESS = 0.3;

    /** How many words are looked at, for each there is, to find what became of what. */
    private static final int EFFORT = 100;

    private static final int LEAST_EFFORT = 500_000;

    private BlockDiff() {}

    /**
     * One step through both texts.
     *
     * @param before a block of the earlier text, if it is not a new one
     * @param after what became of it, if anything
     */
    record Step(@Nullable ComparedBlock before, @Nullable ComparedBlock after) {

        boolean isKept() {
            return before != null && after != null;
        }

        /** Writes what became of it. */
        void write(Pen pen) {
            if (before == null) {
                if (after != null) {
                    pen.added(after);
                }
            } else if (after == null) {
                pen.removed(before);
            } else if (before.id() == after.id()) {
                pen.same(after);
            } else {
                pen.open(after);
                if (before.isContainer() || after.isContainer()) {
                    between(before, after).forEach(step -> step.write(pen));
                } else {
                    InlineDiff.write(before.tokens(), after.tokens(), pen);
                }
                pen.close(after);
            }
        }
    }

    /** The steps from the children of one block to those of another. */
    static List<Step> between(ComparedBlock before, ComparedBlock after) {
        return after.isInOrder()
                ? byPlace(before.children(), after.children())
                : byContent(before.children(), after.children());
    }

    private static List<Step> byPlace(List<ComparedBlock> before, List<ComparedBlock> after) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            steps.add(new Step(i < before.size() ? before.get(i) : null, i < after.size() ? after.get(i) : null));
        }
        return steps;
    }

    private static List<Step> byContent(List<ComparedBlock> before, List<ComparedBlock> after) {
        int[] match = Alignment.of(
                before.stream().mapToInt(ComparedBlock::id).toArray(),
                after.stream().mapToInt(ComparedBlock::id).toArray(),
                at -> before.get(at).size());
        List<Step> steps = new ArrayList<>();
        int i = 0;
        int j = 0;
        for (int at = 0; at < match.length; at++) {
            if (match[at] >= 0) {
                addChanged(before.subList(i, at), after.subList(j, match[at]), steps);
                steps.add(new Step(before.get(at), after.get(match[at])));
                i = at + 1;
                j = match[at] + 1;
            }
        }
        addChanged(before.subList(i, before.size()), after.subList(j, after.size()), steps);
        return steps;
    }

    /** Steps through blocks none of which stayed as it was. */
    private static void addChanged(List<ComparedBlock> before, List<ComparedBlock> after, List<Step> steps) {
        int[] match = isOneListInPlaceOfAnother(before, after) ? new int[] {0} : mostAlike(before, after);
        int j = 0;
        for (int i = 0; i < before.size(); i++) {
            if (match[i] < 0) {
                steps.add(new Step(before.get(i), null));
            } else {
                for (; j < match[i]; j++) {
                    steps.add(new Step(null, after.get(j)));
                }
                steps.add(new Step(before.get(i), after.get(j++)));
            }
        }
        for (; j < after.size(); j++) {
            steps.add(new Step(null, after.get(j)));
        }
    }

    /** A list, a quotation or a table in the same place stays one, however little its parts have in common. */
    private static boolean isOneListInPlaceOfAnother(List<ComparedBlock> before, List<ComparedBlock> after) {
        return before.size() == 1
                && after.size() == 1
                && before.getFirst().isContainer()
                && !before.getFirst().kind().equals("li")
                && before.getFirst().kind().equals(after.getFirst().kind());
    }

    /** Pairs blocks, in order, so that what they have in common is most; by -1 what has no partner. */
    private static int[] mostAlike(List<ComparedBlock> before, List<ComparedBlock> after) {
        int[] match = new int[before.size()];
        Arrays.fill(match, -1);
        if (before.isEmpty() || after.isEmpty()) {
            return match;
        }
        int[][] earlier = before.stream().map(ComparedBlock::words).toArray(int[][]::new);
        int[][] later = after.stream().map(ComparedBlock::words).toArray(int[][]::new);
        // Where there is too much to look at everything, only what stands at about the same place is looked at.
        long words = sizeOf(earlier) + sizeOf(later);
        long work = sizeOf(earlier) * after.size() + sizeOf(later) * before.size();
        int parts = (int) Math.min(before.size(), 1 + work / (LEAST_EFFORT + EFFORT * words));
        for (int part = 0; part < parts; part++) {
            pair(
                    before,
                    earlier,
                    (int) ((long) before.size() * part / parts),
                    (int) ((long) before.size() * (part + 1) / parts),
                    after,
                    later,
                    (int) ((long) after.size() * part / parts),
                    (int) ((long) after.size() * (part + 1) / parts),
                    match);
        }
        return match;
    }

    private static long sizeOf(int[][] words) {
        return Arrays.stream(words).mapToLong(some -> 1 + some.length).sum();
    }

    private static void pair(
            List<ComparedBlock> before,
            int[][] earlier,
            int from,
            int to,
            List<ComparedBlock> after,
            int[][] later,
            int fromAfter,
            int toAfter,
            int[] match) {
        int rows = to - from;
        int columns = toAfter - fromAfter;
        double[][] alike = new double[rows][columns];
        double[][] best = new double[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                alike[i][j] = before.get(from + i)
                                .kind()
                                .equals(after.get(fromAfter + j).kind())
                        ? InlineDiff.likeness(earlier[from + i], later[fromAfter + j])
                        : 0;
                best[i][j] = Math.max(best[i + 1][j], best[i][j + 1]);
                if (alike[i][j] >= LEAST_LIKENESS) {
                    best[i][j] = Math.max(best[i][j], best[i + 1][j + 1] + alike[i][j]);
                }
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            if (alike[i][j] >= LEAST_LIKENESS && best[i][j] == best[i + 1][j + 1] + alike[i][j]) {
                match[from + i++] = fromAfter + j++;
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
    }
}
