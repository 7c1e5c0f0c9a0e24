package ps.domain.policy.staff;

/** Nobody would be left to let people in. */
class LastAdministrator extends RuntimeException {

    private static final long serialVersionUID = 1;
}
