package ps.domain.policy.notices;

/**
 * Who is told by a notice, and who is not.
 *
 * @param accountHolders who are told
 * @param addresses to each of which one mail goes
 * @param englishFirst of them, those that get English first; the others get Arabic first
 * @param unreached who cannot be told by mail
 */
public record Audience(long accountHolders, long addresses, long englishFirst, Unreached unreached) {

    /** How many addresses get Arabic first. */
    public long getArabicFirst() {
        return addresses - englishFirst;
    }

    /** How many account holders get no mail of their own, since one goes to the same address already. */
    public long getSharing() {
        return accountHolders - addresses;
    }

    /**
     * How many account holders cannot be told by mail, by the reason.
     *
     * @param closed whose account is closed
     * @param noAddress who have given none
     * @param invalidAddress whose address is none
     * @param erased whose data were erased
     */
    public record Unreached(long closed, long noAddress, long invalidAddress, long erased) {

        /** All of them. */
        public long getTotal() {
            return closed + noAddress + invalidAddress + erased;
        }
    }
}
