package ps.domain.policy.reading;

import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** How often pages were served and rendered since the start; counting slows nobody down. */
@Component
class PageCounts {

    private final LongAdder whole = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder rendered = new LongAdder();

    /** A page went out. */
    void servedWhole() {
        whole.increment();
    }

    /** A client was told that it has the page already. */
    void servedUnchanged() {
        unchanged.increment();
    }

    /** A page was made. */
    void rendered() {
        rendered.increment();
    }

    long whole() {
        return whole.sum();
    }

    long unchanged() {
        return unchanged.sum();
    }

    long renderings() {
        return rendered.sum();
    }
}
