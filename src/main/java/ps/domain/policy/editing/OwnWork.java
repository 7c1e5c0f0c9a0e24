package ps.domain.policy.editing;

/** Nobody approves a draft that they edited. */
final class OwnWork extends RuntimeException {

    private static final long serialVersionUID = 1;
}
