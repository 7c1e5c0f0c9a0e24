package ps.domain.policy.editing;

/** What stands in the draft now was approved by nobody who could. */
final class NotApproved extends RuntimeException {

    private static final long serialVersionUID = 1;
}
