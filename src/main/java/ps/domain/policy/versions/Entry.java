package ps.domain.policy.versions;

import java.time.Instant;
import ps.domain.policy.audit.Fingerprint;

/**
 * One entry of the chain: something that was recorded of the versions, and never changes. A later one can change what
 * becomes of a version, but not what was recorded of it.
 */
public sealed interface Entry permits Version, Withdrawal, Postponement {

    /** The number of the version that it is about. */
    int number();

    /** When it was recorded and made public. */
    Instant at();

    /** Its place in the chain, and its proof. */
    Seal seal();

    /** The SHA-256 of its canonical form. */
    default Fingerprint fingerprint() {
        return seal().fingerprint();
    }

    /** The fingerprint as 64 hexadecimal digits, as readers see it. */
    default String sha256() {
        return fingerprint().hex();
    }

    /** What the fingerprint is computed over, as UTF-8: JSON in canonical form (RFC 8785). */
    default String canonicalForm() {
        return CanonicalForm.of(this);
    }
}
