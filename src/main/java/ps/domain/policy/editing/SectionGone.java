package ps.domain.policy.editing;

/** Somebody took the section out of the draft meanwhile. */
final class SectionGone extends RuntimeException {

    private static final long serialVersionUID = 1;
}
