package ps.domain.policy.delivery;

/** Where a delivery stands. */
public enum DeliveryState {
    /** Not attempted yet. */
    QUEUED,
    /** A worker has it in hand. */
    IN_FLIGHT,
    /** Put off by the relay, or interrupted; attempted again later. */
    RETRYING,
    /**
     * No answer came after the final dot, so the relay may have the message or not. Attempted once more, and left to a
     * person's decision if that ends in the same way.
     */
    AMBIGUOUS,
    /** The relay took it, which does not say that it arrived. */
    ACCEPTED,
    /** The relay will not take it for this recipient. */
    REFUSED,
    /** Put off for 72 hours, or there is no way to send to this address. */
    UNREACHABLE,
    /** The relay took it, and it was reported later that it did not arrive. */
    BOUNCED
}
