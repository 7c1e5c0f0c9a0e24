package ps.domain.policy.reading.pdf;

import java.util.ArrayList;
import java.util.List;

/** Distributes rows over pages. Rows that are to be kept together are, unless they are more than a page. */
final class Pages {

    private final float height;
    private final List<List<Row>> pages = new ArrayList<>();
    private float filled;

    private Pages(float height) {
        this.height = height;
        pages.add(new ArrayList<>());
    }

    static List<List<Row>> of(List<Row> rows, float height) {
        Pages pages = new Pages(height);
        int from = 0;
        while (from < rows.size()) {
            int to = from + 1;
            while (to < rows.size() && rows.get(to - 1).isKeptWithNext()) {
                to++;
            }
            pages.add(rows.subList(from, to));
            from = to;
        }
        return pages.pages;
    }

    private void add(List<Row> together) {
        float wanted = 0;
        for (Row row : together) {
            wanted += row.gap() + row.height();
        }
        if (!pages.getLast().isEmpty() && filled + wanted > height && wanted <= height) {
            turn();
        }
        for (Row row : together) {
            if (!pages.getLast().isEmpty() && filled + row.gap() + row.height() > height) {
                turn();
            }
            filled += (pages.getLast().isEmpty() ? 0 : row.gap()) + row.height();
            pages.getLast().add(row);
        }
    }

    private void turn() {
        pages.add(new ArrayList<>());
        filled = 0;
    }
}
