package ps.domain.policy.audit;

import java.util.Set;

/** Something that can be proven not to have been changed. Each module that keeps such a thing has one of these. */
public interface Proof {

    /** One word for it, as in message keys and options. */
    String name();

    /**
     * Goes over all of it, up to the first thing that does not fit. Called in a transaction that sees one state of the
     * database; changes nothing.
     *
     * @param noted fingerprints that somebody noted down earlier, which have to be in its chain
     */
    Checked check(Set<Fingerprint> noted);
}
