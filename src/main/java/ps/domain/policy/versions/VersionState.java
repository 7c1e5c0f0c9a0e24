package ps.domain.policy.versions;

/** Where a published version stands at a moment; follows from recorded facts and the clock. */
public enum VersionState {
    /** Public, but its effective date is still to come. */
    UPCOMING,
    /** What applies. */
    IN_FORCE,
    /** Applied once, or would have, had not a later one taken its place. */
    SUPERSEDED,
    /** Taken back before its effective date. */
    WITHDRAWN
}
