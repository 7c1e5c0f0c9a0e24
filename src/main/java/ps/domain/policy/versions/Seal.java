package ps.domain.policy.versions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.audit.Fingerprint;

/**
 * The place of an entry in the chain, and its proof.
 *
 * @param seq 1, 2, 3 … in order of recording, whatever the kind of entry
 * @param previous the fingerprint of the entry before, whatever its kind; null for the first
 * @param fingerprint the SHA-256 of the entry's canonical form, which covers both
 */
public record Seal(int seq, @Nullable Fingerprint previous, Fingerprint fingerprint) {

    /** The place behind the last entry, for one whose fingerprint is still to be computed. */
    static Seal behind(Optional<Entry> last) {
        return new Seal(
                last.map(entry -> entry.seal().seq()).orElse(0) + 1,
                last.map(Entry::fingerprint).orElse(null),
                Fingerprint.NONE_YET);
    }

    /** The same place with the fingerprint of the entry that has it. */
    static Seal on(Entry entry) {
        return new Seal(entry.seal().seq(), entry.seal().previous(), CanonicalForm.fingerprintOf(entry));
    }
}
