package ps.domain.policy.reading.pdf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands side by side on a page: it is not broken, and moves to the next page as a whole. Measures in points. */
final class Row {

    private final float gap;
    private final float height;
    private final List<Text> texts = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();
    private boolean keepWithNext;
    private @Nullable String anchor;

    /**
     * A line of text.
     *
     * @param x where what is seen of it begins, from the left edge of the page
     * @param baseline from the top of the row downward
     */
    record Text(Line line, float x, float baseline) {}

    /**
     * A coloured rectangle, which means nothing.
     *
     * @param top from the top of the row downward
     * @param joined whether it reaches up to the row before on the same page
     */
    record Box(float x, float top, float width, float height, Ink ink, boolean joined) {}

    /**
     * @param gap the space before it, except on top of a page
     * @param height the space that it takes
     */
    Row(float gap, float height) {
        this.gap = gap;
        this.height = height;
    }

    Row text(Line line, float x, float baseline) {
        texts.add(new Text(line, x, baseline));
        return this;
    }

    /** A line that is read before what is there already. */
    Row marker(Line line, float x, float baseline) {
        texts.addFirst(new Text(line, x, baseline));
        return this;
    }

    Row box(Box box) {
        boxes.add(box);
        return this;
    }

    Row keepWithNext() {
        keepWithNext = true;
        return this;
    }

    Row anchor(String name) {
        anchor = name;
        return this;
    }

    float gap() {
        return gap;
    }

    float height() {
        return height;
    }

    List<Text> texts() {
        return texts;
    }

    List<Box> boxes() {
        return boxes;
    }

    boolean isKeptWithNext() {
        return keepWithNext;
    }

    @Nullable
    String anchor() {
        return anchor;
    }
}
