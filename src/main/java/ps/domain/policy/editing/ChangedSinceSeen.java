package ps.domain.policy.editing;

/** The draft is not what the person who wants to publish it was shown. */
final class ChangedSinceSeen extends RuntimeException {

    private static final long serialVersionUID = 1;
}
