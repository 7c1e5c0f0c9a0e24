package ps.domain.policy.audit;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Finding.Flaw;

/** Goes along a chain, entry by entry, up to the first that does not fit. */
public final class ChainCheck {

    private final Set<Fingerprint> notedAndNotSeen;
    private long seen;
    private @Nullable Fingerprint last;
    private @Nullable Finding finding;

    /** @param noted fingerprints that have to be in the chain */
    public ChainCheck(Set<Fingerprint> noted) {
        this.notedAndNotSeen = new HashSet<>(noted);
    }

    /**
     * Looks at the next entry.
     *
     * @param kind of entry, as in message keys
     * @param which of that kind
     * @param seq its place, counted from 1
     * @param previous the fingerprint of the entry before that it carries
     * @param recorded its own fingerprint as recorded
     * @param computed its own fingerprint computed over what it says
     * @return whether it fits
     */
    public boolean follows(
            String kind,
            String which,
            long seq,
            @Nullable Fingerprint previous,
            Fingerprint recorded,
            Fingerprint computed) {
        if (seq != seen + 1) {
            finding = new Finding(kind, which, Flaw.PLACE, Long.toString(seen + 1), Long.toString(seq));
        } else if (!computed.equals(recorded)) {
            finding = new Finding(kind, which, Flaw.CONTENT, recorded.hex(), computed.hex());
        } else if (!Objects.equals(previous, last)) {
            finding = new Finding(
                    kind, which, Flaw.LINK, last == null ? null : last.hex(), previous == null ? null : previous.hex());
        } else {
            seen++;
            last = recorded;
            notedAndNotSeen.remove(recorded);
            return true;
        }
        return false;
    }

    /** Says that something else is wrong, unless something was before. */
    public void found(Finding other) {
        if (finding == null) {
            finding = other;
        }
    }

    /** How many entries fit. */
    public long seen() {
        return seen;
    }

    /** The fingerprint of the last entry that fits. */
    public @Nullable Fingerprint last() {
        return last;
    }

    /** The first thing that does not fit; a noted fingerprint that is missing counts last. */
    public @Nullable Finding finding() {
        if (finding == null && !notedAndNotSeen.isEmpty()) {
            return new Finding("noted", notedAndNotSeen.iterator().next().hex(), Flaw.NOT_IN_CHAIN, null, null);
        }
        return finding;
    }
}
