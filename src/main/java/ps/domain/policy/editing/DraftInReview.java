package ps.domain.policy.editing;

/** The draft is with a reviewer, and does not change until it is returned, recalled or approved. */
final class DraftInReview extends DraftClosed {

    private static final long serialVersionUID = 1;
}
