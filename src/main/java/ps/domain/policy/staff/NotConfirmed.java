package ps.domain.policy.staff;

/** Somebody without a password has sent what needs one: the form waits in the session until its sender is confirmed. */
class NotConfirmed extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotConfirmed() {
        super("To be confirmed first");
    }
}
