package ps.domain.policy.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What going over a {@link Proof} has shown.
 *
 * @param name of the proof
 * @param counts how much was gone over
 * @param finding the first thing that does not fit, or null if everything does
 * @param newest the fingerprint of the last entry of its chain, if it is a chain that has one: worth noting elsewhere
 */
public record Checked(
        String name,
        List<Count> counts,
        @Nullable Finding finding,
        @Nullable Fingerprint newest) {

    public Checked {
        counts = List.copyOf(counts);
    }

    /**
     * A number of things of one kind.
     *
     * @param of the kind, as in message keys
     */
    public record Count(String of, long number) {}

    /** Whether everything fits. */
    public boolean isSound() {
        return finding == null;
    }
}
