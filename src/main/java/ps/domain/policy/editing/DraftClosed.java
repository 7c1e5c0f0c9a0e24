package ps.domain.policy.editing;

/** The draft is published or discarded, and changes no more. */
final class DraftClosed extends RuntimeException {

    private static final long serialVersionUID = 1;
}
