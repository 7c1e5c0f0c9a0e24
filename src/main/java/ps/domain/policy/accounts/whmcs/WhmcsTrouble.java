package ps.domain.policy.accounts.whmcs;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Failure;

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
        /** The connection breaks. */
        UNREACHABLE,
        /** There is no connection, no answer or not all of it in the time that it is waited for. */
        NO_ANSWER,
        /** Nothing takes a connection at the address. */
        NO_CONNECTION,
        /** Nobody knows the name in the address. */
        NO_SUCH_NAME,
        /** Who answers cannot show that it is WHMCS. */
        CERTIFICATE,
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
        /** The database lost what was read, in a crash. */
        LOST,
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

    /**
     * Trouble on the way there.
     *
     * @param failed what happened to the connection
     */
    WhmcsTrouble(Throwable failed) {
        this(kindOf(failed), "");
        initCause(failed);
    }

    private static Kind kindOf(Throwable failed) {
        Kind kind = Kind.UNREACHABLE;
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpTimeoutException) {
                return Kind.NO_ANSWER; // also where the cause of that says that there is no connection
            } else if (cause instanceof CertificateException) {
                kind = Kind.CERTIFICATE;
            } else if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                kind = Kind.NO_SUCH_NAME;
            } else if (cause instanceof ConnectException && kind == Kind.UNREACHABLE) {
                kind = Kind.NO_CONNECTION;
            }
        }
        return kind;
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

    /** Whether it may be over in a moment. */
    boolean isPassing() {
        return switch (kind) {
            case UNREACHABLE, NO_ANSWER, NO_CONNECTION, NO_SUCH_NAME, SERVER -> true;
            case ADDRESS, CREDENTIALS, ACTION, CERTIFICATE, MOVED, REFUSED -> false;
            case UNREADABLE, UNSETTLED, LOST, INTERRUPTED, UNEXPECTED -> false;
        };
    }

    /** Whether it may be about the one client that was asked for, as when that one's data make WHMCS stumble. */
    boolean mayBeOfOneClient() {
        return kind == Kind.REFUSED || kind == Kind.SERVER || kind == Kind.UNREADABLE;
    }

    /** For a log: not what WHMCS says, which can name a client; whoever began a run finds that at the run. */
    String inLog() {
        if (getCause() != null) {
            return kind + " " + Failure.nameOf(getCause());
        }
        boolean ours = kind == Kind.SERVER || kind == Kind.MOVED;
        return ours && !detail.isEmpty() ? kind + " " + detail : kind.name();
    }

    private static String shortened(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]+", " ").strip();
        return line.codePointCount(0, line.length()) > LONGEST
                ? line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…"
                : line;
    }
}
