package ps.domain.policy.editing;

import java.util.ArrayList;
import java.util.List;

/** Puts sequences together. */
final class Orders {

    private Orders() {}

    /**
     * Everything that is in any of them, once: in the order of the first, and what only a later one has behind what it
     * follows there.
     */
    static <T> List<T> merged(List<List<T>> sequences) {
        List<T> merged = new ArrayList<>();
        for (List<T> sequence : sequences) {
            int at = 0;
            for (T next : sequence) {
                int there = merged.indexOf(next);
                if (there < 0) {
                    merged.add(at, next);
                    there = at;
                }
                at = there + 1;
            }
        }
        return merged;
    }
}
