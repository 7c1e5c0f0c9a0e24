package ps.domain.policy.staff;

/** What a member of staff may do. Each may do what those before it may. */
public enum Role {
    /** Writes drafts. */
    EDITOR,
    /** Approves and publishes what others wrote. */
    APPROVER,
    /** Looks after staff and settings. */
    ADMIN;

    /** Whether who has this role may do what the other one may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
