package ps.domain.policy.text;

import java.util.HashMap;
import java.util.Map;

/** Numbers for things that are compared often, the same for those that are equal. */
final class Vocabulary {

    private final Map<Object, Integer> numbers = new HashMap<>();

    int numberOf(Object thing) {
        Integer known = numbers.putIfAbsent(thing, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }
}
