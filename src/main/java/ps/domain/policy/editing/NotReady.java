package ps.domain.policy.editing;

import java.util.List;

/** Something stands between the draft and publication. */
final class NotReady extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Reason> reasons;

    NotReady(List<Reason> reasons) {
        super(reasons.toString());
        this.reasons = List.copyOf(reasons);
    }

    /** What stands in the way; never empty. */
    List<Reason> reasons() {
        return reasons;
    }
}
