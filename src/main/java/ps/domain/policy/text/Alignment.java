package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Finds what two sequences have in common, in order. Small stretches are solved exactly, as the heaviest common
 * subsequence; long ones are first cut at what occurs once in either. The work is bounded by a multiple of the length:
 * when it is used up, the rest is taken for different, so no text can make this quadratic.
 */
public final class Alignment {

    private static final int MOST_CELLS_AT_ONCE = 1_000_000;

    private final int[] before;
    private final int[] after;
    private final IntUnaryOperator weightOf;
    private final int[] match;

    /** By value; made when they are first needed, since most sequences are short. */
    private int[] timesBefore = {};

    private int[] timesAfter = {};
    private int[] placeAfter = {};
    private long cells;
    private long steps;

    private Alignment(int[] before, int[] after, IntUnaryOperator weightOf) {
        this.before = before;
        this.after = after;
        this.weightOf = weightOf;
        this.match = new int[before.length];
        Arrays.fill(match, -1);
        long length = (long) before.length + after.length;
        this.cells = 300_000 + 250 * length;
        this.steps = 64 * length;
    }

    /**
     * For each value of the first sequence the index of its partner in the second, or -1.
     *
     * @param before small numbers, not negative; equal ones are the same
     * @param weightOf how much it is worth to keep the value at an index of the first sequence; positive
     */
    static int[] of(int[] before, int[] after, IntUnaryOperator weightOf) {
        Alignment alignment = new Alignment(before, after, weightOf);
        alignment.align(0, before.length, 0, after.length);
        return alignment.match;
    }

    private void align(int fromBefore, int toBefore, int fromAfter, int toAfter) {
        int i = fromBefore;
        int iEnd = toBefore;
        int j = fromAfter;
        int jEnd = toAfter;
        while (i < iEnd && j < jEnd && before[i] == after[j]) {
            match[i++] = j++;
        }
        while (i < iEnd && j < jEnd && before[iEnd - 1] == after[jEnd - 1]) {
            match[--iEnd] = --jEnd;
        }
        int rows = iEnd - i;
        int columns = jEnd - j;
        if (rows == 0 || columns == 0) {
            return;
        }
        long size = (long) rows * columns;
        if (size <= MOST_CELLS_AT_ONCE && size <= cells) {
            cells -= size;
            exactly(i, rows, j, columns);
        } else if (rows + columns <= steps) {
            steps -= rows + columns;
            betweenAnchors(i, iEnd, j, jEnd);
        }
    }

    private void exactly(int i, int rows, int j, int columns) {
        int width = columns + 1;
        int[] best = new int[(rows + 1) * width];
        for (int row = rows - 1; row >= 0; row--) {
            int value = before[i + row];
            int weight = weightOf.applyAsInt(i + row);
            int here = row * width;
            int below = here + width;
            for (int column = columns - 1; column >= 0; column--) {
                int score = Math.max(best[below + column], best[here + column + 1]);
                if (value == after[j + column]) {
                    score = Math.max(score, best[below + column + 1] + weight);
                }
                best[here + column] = score;
            }
        }
        int row = 0;
        int column = 0;
        while (row < rows && column < columns) {
            int at = row * width + column;
            if (before[i + row] == after[j + column]
                    && best[at] == best[at + width + 1] + weightOf.applyAsInt(i + row)) {
                match[i + row++] = j + column++;
            } else if (best[at] == best[at + width]) {
                row++;
            } else {
                column++;
            }
        }
    }

    /** Patience: what is unique on both sides and in the same order on both holds, and what is between is aligned. */
    private void betweenAnchors(int i, int iEnd, int j, int jEnd) {
        if (timesBefore.length == 0) {
            int values = 1
                    + IntStream.concat(Arrays.stream(before), Arrays.stream(after))
                            .max()
                            .orElse(0);
            timesBefore = new int[values];
            timesAfter = new int[values];
            placeAfter = new int[values];
        }
        for (int at = i; at < iEnd; at++) {
            timesBefore[before[at]]++;
        }
        for (int at = j; at < jEnd; at++) {
            timesAfter[after[at]]++;
            placeAfter[after[at]] = at;
        }
        int[] places = new int[iEnd - i];
        int[] partners = new int[iEnd - i];
        int unique = 0;
        for (int at = i; at < iEnd; at++) {
            if (timesBefore[before[at]] == 1 && timesAfter[before[at]] == 1) {
                places[unique] = at;
                partners[unique++] = placeAfter[before[at]];
            }
        }
        for (int at = i; at < iEnd; at++) {
            timesBefore[before[at]] = 0;
        }
        for (int at = j; at < jEnd; at++) {
            timesAfter[after[at]] = 0;
        }
        if (unique == 0) {
            return;
        }
        int lastBefore = i;
        int lastAfter = j;
        for (int kept : longestIncreasing(Arrays.copyOf(partners, unique))) {
            match[places[kept]] = partners[kept];
            align(lastBefore, places[kept], lastAfter, partners[kept]);
            lastBefore = places[kept] + 1;
            lastAfter = partners[kept] + 1;
        }
        align(lastBefore, iEnd, lastAfter, jEnd);
    }

    /** The indexes of a longest subsequence whose values increase. */
    public static List<Integer> longestIncreasing(int[] values) {
        int[] tails = new int[values.length];
        int[] previous = new int[values.length];
        int length = 0;
        for (int at = 0; at < values.length; at++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (values[tails[middle]] < values[at]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            previous[at] = low == 0 ? -1 : tails[low - 1];
            tails[low] = at;
            length = Math.max(length, low + 1);
        }
        List<Integer> kept = new ArrayList<>(length);
        for (int at = length == 0 ? -1 : tails[length - 1]; at >= 0; at = previous[at]) {
            kept.add(at);
        }
        return kept.reversed();
    }
}
