package ps.domain.policy.delivery;

/**
 * What keeps a mailing from running into refusals.
 *
 * @param canary how many go ahead, whose answers are looked at before the rest follows; 0 for none
 * @param refusalLimit the share of answers, from 0 to 1, that may be refusals before it is paused; 1 for any
 */
public record Precaution(int canary, double refusalLimit) {

    /** Whatever is answered, it goes on. */
    public static final Precaution NONE = new Precaution(0, 1);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Precaution {
        if (canary < 0 || !(refusalLimit >= 0 && refusalLimit <= 1)) {
            throw new IllegalArgumentException("Nobody can be that careful: " + canary + ", " + refusalLimit);
        }
    }
}
