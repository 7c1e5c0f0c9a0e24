package ps.domain.policy.accounts;

/** What the billing platform says of an account. */
public enum AccountStatus {
    /** Has something running. */
    ACTIVE,
    /** Has nothing running, and can come back. */
    INACTIVE,
    /** Gone; is not written to. */
    CLOSED
}
