package ps.domain.policy.reading.pdf;

import java.text.Bidi;
import java.util.Arrays;
import java.util.List;

/**
 * A line of text.
 *
 * @param atoms from left to right
 * @param width of what is seen, in points
 * @param overhang the width of the white space that it ends with, which is not seen
 */
record Line(List<Atom> atoms, float width, float overhang, boolean rightToLeft) {

    static Line of(List<Atom> logical, boolean rightToLeft) {
        int end = logical.size();
        while (end > 0 && logical.get(end - 1).space()) {
            end--;
        }
        // UAX #9, rule L1: white space at the end of a line runs in the direction of the paragraph.
        byte[] levels = new byte[logical.size()];
        Atom[] visual = new Atom[logical.size()];
        float width = 0;
        float overhang = 0;
        for (int i = 0; i < visual.length; i++) {
            visual[i] = logical.get(i);
            levels[i] = i < end ? visual[i].level() : (byte) (rightToLeft ? 1 : 0);
            if (i < end) {
                width += visual[i].width();
            } else {
                overhang += visual[i].width();
            }
        }
        if (visual.length > 0) {
            Bidi.reorderVisually(levels, 0, visual, 0, visual.length);
        }
        return new Line(Arrays.asList(visual), width, overhang, rightToLeft);
    }

    /** Where the first atom stands, if what is seen begins at {@code x}. */
    float beginning(float x) {
        return rightToLeft ? x - overhang : x;
    }
}
