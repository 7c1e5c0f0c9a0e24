package ps.domain.policy.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Letters as they go over the wire, each encoded once. They never change, so they can be kept. */
@Component
class Letters {

    private static final int MOST_KEPT = 32;

    private final DeliveryQueue queue;
    private final DeliverySettings settings;
    private final Map<Key, EncodedLetter> kept = new ConcurrentHashMap<>();

    Letters(DeliveryQueue queue, DeliverySettings settings) {
        this.queue = queue;
        this.settings = settings;
    }

    EncodedLetter of(MailingId mailing, String variant) {
        if (kept.size() > MOST_KEPT) {
            kept.clear();
        }
        return kept.computeIfAbsent(
                new Key(mailing, variant), key -> EncodedLetter.of(queue.letter(mailing, variant), settings));
    }

    private record Key(MailingId mailing, String variant) {}
}
