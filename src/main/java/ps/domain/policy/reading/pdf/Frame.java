package ps.domain.policy.reading.pdf;

import ps.domain.policy.text.Block.Side;

/**
 * Where text stands across the page, in points from its left edge.
 *
 * @param left where it begins on the left
 * @param right where it ends on the right
 */
record Frame(float left, float right) {

    private static final float NARROWEST = 150;

    float width() {
        return right - left;
    }

    /** Moved in at the side where lines begin; hardly anything is left to move in a text nested that deeply. */
    Frame indented(float by, boolean rightToLeft) {
        float step = Math.max(0, Math.min(by, width() - NARROWEST));
        return rightToLeft ? new Frame(left, right - step) : new Frame(left + step, right);
    }

    /** Where a line has to begin on the left to start at the side where lines begin. */
    float startOf(Line line) {
        return line.rightToLeft() ? right - line.width() : left;
    }

    /** Where a line has to begin on the left to stand at a side, or in the middle. */
    float startOf(Line line, Side side) {
        float room = width() - line.width();
        return switch (side) {
            case START -> startOf(line);
            case MIDDLE -> left + room / 2;
            case END -> line.rightToLeft() ? left : left + room;
        };
    }
}
