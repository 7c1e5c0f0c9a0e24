package ps.domain.policy.reading.pdf;

import java.util.ArrayList;
import java.util.List;

/** Shares the width of a table out among its columns, as browsers do: nobody less than the longest word, if possible. */
final class Columns {

    private Columns() {}

    /** The frames of the cells' text, in the order of the columns. */
    static List<Frame> of(List<List<Paragraph>> rows, Shaper shaper, Frame frame, float padding, boolean rightToLeft) {
        int count = rows.getFirst().size();
        float[] least = new float[count];
        float[] most = new float[count];
        for (List<Paragraph> row : rows) {
            for (int i = 0; i < Math.min(count, row.size()); i++) {
                float[] widths = row.get(i).widths(shaper);
                least[i] = Math.max(least[i], widths[0] + 2 * padding + 0.01f);
                most[i] = Math.max(most[i], widths[1] + 2 * padding + 0.01f);
            }
        }
        float[] shares = share(least, most, frame.width());
        List<Frame> columns = new ArrayList<>();
        float x = rightToLeft ? frame.right() : frame.left();
        for (float share : shares) {
            float left = rightToLeft ? x - share : x;
            float inset = Math.min(padding, share / 4);
            columns.add(new Frame(left + inset, left + share - inset));
            x = rightToLeft ? x - share : x + share;
        }
        return columns;
    }

    private static float[] share(float[] least, float[] most, float width) {
        float leastInAll = sum(least);
        float mostInAll = sum(most);
        float[] shares = new float[least.length];
        for (int i = 0; i < shares.length; i++) {
            if (mostInAll <= width) {
                shares[i] = most[i] * width / mostInAll;
            } else if (leastInAll <= width) {
                shares[i] =
                        least[i] + (width - leastInAll) * (most[i] - least[i]) / Math.max(1, mostInAll - leastInAll);
            } else {
                // Some words have to be broken: first those of the columns that ask for more than their part.
                shares[i] = least[i];
            }
        }
        return mostInAll > width && leastInAll > width ? cut(shares, width) : shares;
    }

    /** The widest columns give way, all to the same width. */
    private static float[] cut(float[] shares, float width) {
        float low = 0;
        float high = width;
        for (int i = 0; i < 40; i++) {
            float limit = (low + high) / 2;
            float total = 0;
            for (float share : shares) {
                total += Math.min(share, limit);
            }
            if (total > width) {
                high = limit;
            } else {
                low = limit;
            }
        }
        float[] cut = new float[shares.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Math.min(shares[i], low);
        }
        return cut;
    }

    private static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
