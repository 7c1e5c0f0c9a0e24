package ps.domain.policy.editing;

/** The draft, or what it follows, is not what the person was shown who decided something about it as a whole. */
final class ChangedSinceSeen extends RuntimeException {

    private static final long serialVersionUID = 1;
}
