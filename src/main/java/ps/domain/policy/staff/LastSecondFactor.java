package ps.domain.policy.staff;

/** A role needs a second factor, and this would have been the last. */
final class LastSecondFactor extends RuntimeException {

    private static final long serialVersionUID = 1;
}
