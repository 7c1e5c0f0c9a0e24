package ps.domain.policy.editing;

/** The draft is published or discarded, and changes no more; or, as {@link DraftInReview}, not now. */
class DraftClosed extends RuntimeException {

    private static final long serialVersionUID = 1;
}
