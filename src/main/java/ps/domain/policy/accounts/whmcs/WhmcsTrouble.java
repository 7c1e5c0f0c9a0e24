package ps.domain.policy.accounts.whmcs;

import java.time.Duration;

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
    private final Duration pause;

    /**
     * Trouble.
     *
     * @param detail what WHMCS says, or what it is about
     */
    WhmcsTrouble(Kind kind, String detail) {
        this(kind, detail, Duration.ZERO);
    }

    /**
     * Trouble that may have passed later.
     *
     * @param pause how much later, as far as WHMCS says
     */
    WhmcsTrouble(Kind kind, String detail, Duration pause) {
        super("WHMCS: " + kind + (detail.isEmpty() ? "" : ": " + shortened(detail)));
        this.kind = kind;
        this.detail = shortened(detail);
        this.pause = pause;
    }

    Kind kind() {
        return kind;
    }

    String detail() {
        return detail;
    }

    Duration pause() {
        return pause;
    }

    /** Whether it may be about the one client that was asked for, as when that one's data make WHMCS stumble. */
    boolean mayBeOfOneClient() {
        return kind == Kind.REFUSED || kind == Kind.SERVER;
    }

    /** For a log: not what WHMCS says, which can name a client; whoever began a run finds that at the run. */
    String inLog() {
        boolean ours = kind == Kind.UNREACHABLE || kind == Kind.SERVER || kind == Kind.MOVED;
        return ours && !detail.isEmpty() ? kind + " " + detail : kind.name();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]+", " ").strip();
        return line.codePointCount(0, line.length()) > LONGEST
                ? line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…"
                : line;
    }
}
