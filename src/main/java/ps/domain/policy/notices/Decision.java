package ps.domain.policy.notices;

/** What staff can decide about a notice that is being sent. */
enum Decision {
    PAUSE("notice.paused"),
    RESUME("notice.resumed"),
    STOP("notice.stopped");

    private final String action;

    Decision(String action) {
        this.action = action;
    }

    /** As it stands in the trail. */
    String action() {
        return action;
    }
}
