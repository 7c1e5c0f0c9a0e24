package ps.domain.policy.editing;

/** How far a draft is on its way to publication. */
enum Stage {
    /** Somebody works on it. */
    WRITING,
    /** It waits for a reviewer, and does not change. */
    IN_REVIEW,
    /** What stands in it now is approved. */
    APPROVED
}
