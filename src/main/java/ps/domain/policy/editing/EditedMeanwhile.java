package ps.domain.policy.editing;

/** Somebody else changed the same thing first; nothing was saved. */
final class EditedMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1;
}
