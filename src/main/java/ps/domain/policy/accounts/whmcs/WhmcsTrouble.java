package ps.domain.policy.accounts.whmcs;

/** WHMCS cannot be asked, or its answer is of no use. Nothing in it is a secret. */
final class WhmcsTrouble extends RuntimeException {

    private static final long serialVersionUID = 1;

    private static final int LONGEST = 200;

    /** What is wrong. Each kind has a sentence in both languages. */
    enum Kind {
        /** WHMCS does not let this address in. */
        ADDRESS,
        /** The credentials are not right. */
        CREDENTIALS,
        /** The role of the credentials does not allow the action. */
        ACTION,
        /** There is no connection, or it breaks. */
        UNREACHABLE,
        /** The server fails. */
        SERVER,
        /** The address leads elsewhere, where the secret is not sent to. */
        MOVED,
        /** WHMCS says something else. */
        REFUSED,
        /** The answer is not WHMCS's, or too much of it cannot be read. */
        UNREADABLE,
        /** What is listed and how many there are said to be never come to agree. */
        UNSETTLED,
        /** The application was stopped. */
        INTERRUPTED,
        /** Something that should not happen; the log says what. */
        UNEXPECTED
    }

    private final Kind kind;
    private final String detail;

    /**
     * Trouble.
     *
     * @param detail what WHMCS says, or what it is about
     */
    WhmcsTrouble(Kind kind, String detail) {
        super("WHMCS: " + kind + (detail.isEmpty() ? "" : ": " + shortened(detail)));
        this.kind = kind;
        this.detail = shortened(detail);
    }

    Kind kind() {
        return kind;
    }

    String detail() {
        return detail;
    }

    /** For a log: not what WHMCS says, which can name a client; whoever began a run finds that at the run. */
    String inLog() {
        boolean ours = kind == Kind.UNREACHABLE || kind == Kind.SERVER || kind == Kind.MOVED;
        return ours && !detail.isEmpty() ? kind + " " + detail : kind.name();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
