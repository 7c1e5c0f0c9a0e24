package ps.domain.policy.notices;

/**
 * How far the notices of a version have come, in addresses.
 *
 * @param addresses that are to be told of it
 * @param accepted to which the mail server took the message
 * @param unclear that may have it, since no answer came after it was handed over
 * @param inFlight that a message is on its way to at this moment
 */
public record Reach(long addresses, long accepted, long unclear, long inFlight) {

    /** How many get a correction, at least. */
    public long atLeast() {
        return accepted + unclear;
    }

    /** How many get a correction if all that is on its way arrives. */
    public long atMost() {
        return accepted + unclear + inFlight;
    }

    /** How many were not told: not sent to yet, or refused. */
    public long untold() {
        return addresses - atMost();
    }
}
