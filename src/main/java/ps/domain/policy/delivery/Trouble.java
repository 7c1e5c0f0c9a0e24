package ps.domain.policy.delivery;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a mailing paused by itself.
 *
 * @param kind what is the matter
 * @param reply what the relay said, if it is about one answer, without addresses; else empty
 * @param since since when, if it is about a time
 * @param answers among how many answers, if it is about a number of them
 * @param refused how many of them were refusals, or were put off
 */
public record Trouble(Kind kind, String reply, @Nullable Instant since, long answers, long refused) {

    private static final Set<Integer> SIGN_IN_WANTED = Set.of(530, 534, 535, 538);

    /** What can be the matter. */
    public enum Kind {
        /** The relay does not talk to this machine. */
        CONNECTION_REFUSED,
        /** The relay does not take the name or the password. */
        SIGN_IN_REFUSED,
        /** The relay does not take messages from this sender. */
        SENDER_REFUSED,
        /** The relay does not take this message, whoever it is for. */
        MESSAGE_REFUSED,
        /** There was no way to the relay for too long. */
        RELAY_DOWN,
        /** Too many of those who went ahead of the rest were refused. */
        CANARY_REFUSED,
        /** Most of those who went ahead of the rest were put off, and for long. */
        CANARY_PUT_OFF,
        /** Too many of the latest were refused. */
        REFUSALS,
        /** The database is a copy of an earlier one: some may have been sent since that it knows nothing of. */
        RESTORED
    }

    /** About an answer that everybody would get. */
    static Trouble of(Answer answer) {
        Kind kind = switch (answer.phase()) {
            case CONNECTION -> Kind.CONNECTION_REFUSED;
            case SIGN_IN -> Kind.SIGN_IN_REFUSED;
            case SENDER ->
                SIGN_IN_WANTED.contains(answer.code())
                        ? Kind.SIGN_IN_REFUSED
                        : answer.code() == 552 || answer.isAnyOf("5.3.4") ? Kind.MESSAGE_REFUSED : Kind.SENDER_REFUSED;
            case RECIPIENT, DATA, CONTENT, FINAL_DOT ->
                SIGN_IN_WANTED.contains(answer.code())
                        ? Kind.SIGN_IN_REFUSED
                        : answer.isAnyOf("5.1.7", "5.1.8") ? Kind.SENDER_REFUSED : Kind.MESSAGE_REFUSED;
        };
        return new Trouble(kind, answer.withoutAddresses(), null, 0, 0);
    }

    static Trouble relayDown(Instant since, Answer answer) {
        return new Trouble(Kind.RELAY_DOWN, answer.withoutAddresses(), since, 0, 0);
    }

    static Trouble restored() {
        return new Trouble(Kind.RESTORED, "", null, 0, 0);
    }

    static Trouble refusals(Kind kind, long answers, long refused) {
        return new Trouble(kind, "", null, answers, refused);
    }

    /** Whether it is about how recipients are answered, which staff may decide to live with. */
    boolean isAboutRecipients() {
        return kind == Kind.CANARY_REFUSED || kind == Kind.CANARY_PUT_OFF || kind == Kind.REFUSALS;
    }
}
