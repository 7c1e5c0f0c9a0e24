package ps.domain.policy.accounts.whmcs;

/** An answer that is malformed: some record in it, or all of it. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(String why) {
        super(why);
    }
}
