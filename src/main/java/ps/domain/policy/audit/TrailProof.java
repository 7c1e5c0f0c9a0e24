package ps.domain.policy.audit;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import ps.domain.policy.audit.Finding.Flaw;
import tools.jackson.core.JacksonException;

/** That the trail is as it was recorded: every entry with its own fingerprint, and with that of the one before. */
@Component
@Order(1)
class TrailProof implements Proof {

    private final RecordedTrail trail;

    TrailProof(RecordedTrail trail) {
        this.trail = trail;
    }

    @Override
    public String name() {
        return "trail";
    }

    @Override
    public Checked check(Set<Fingerprint> noted) {
        ChainCheck chain = new ChainCheck(noted);
        try (Stream<TrailEntry> entries = trail.stream()) {
            Iterator<TrailEntry> remaining = entries.iterator();
            while (remaining.hasNext() && fits(remaining.next(), chain)) {
                // and on to the next
            }
        } catch (JacksonException | IllegalArgumentException unreadable) {
            chain.found(new Finding(
                    "entry", Long.toString(chain.seen() + 1), Flaw.UNREADABLE, null, unreadable.getMessage()));
        }
        return new Checked(name(), List.of(new Checked.Count("entries", chain.seen())), chain.finding(), chain.last());
    }

    private static boolean fits(TrailEntry entry, ChainCheck chain) {
        return chain.follows(
                "entry",
                Long.toString(entry.seq()),
                entry.seq(),
                entry.previous(),
                entry.fingerprint(),
                entry.computed());
    }
}
