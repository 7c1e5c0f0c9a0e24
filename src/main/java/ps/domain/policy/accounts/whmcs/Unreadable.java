package ps.domain.policy.accounts.whmcs;

/** An answer that is malformed: some record in it, or all of it. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean fromElsewhere;

    Unreadable(String why) {
        this(why, false);
    }

    private Unreadable(String why, boolean fromElsewhere) {
        super(why);
        this.fromElsewhere = fromElsewhere;
    }

    /** One that is nothing WHMCS says of a client, such as the page of a server that is being looked after. */
    static Unreadable fromElsewhere(String why) {
        return new Unreadable(why, true);
    }

    /** Whether it is nothing that WHMCS says, so that another may come later. */
    boolean isFromElsewhere() {
        return fromElsewhere;
    }
}
