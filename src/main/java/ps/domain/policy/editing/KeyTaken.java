package ps.domain.policy.editing;

/** There is a section with that key already. */
final class KeyTaken extends RuntimeException {

    private static final long serialVersionUID = 1;
}
