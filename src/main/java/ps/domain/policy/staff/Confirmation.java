package ps.domain.policy.staff;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * That somebody without a password has shown, or is still to show, who they are: for one account, for one form as it was
 * sent, and for a few minutes. It is kept in the session, and ends with it.
 *
 * @param id tells it from those before and after it
 * @param act what the form does, in the words of its sender's language
 * @param form waits until its sender is confirmed, and is then sent once more
 * @param given when the account's owner was confirmed, none before that
 * @param refusal why the last attempt counted for nothing
 * @param before the one that waited when this one came, and is next when this one is done
 */
record Confirmation(
        UUID id,
        UUID account,
        String act,
        KeptForm form,
        @Nullable Instant given,
        @Nullable Refusal refusal,
        @Nullable Confirmation before)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** Each is a whole form, and they are kept in the session. */
    private static final int MOST = 3;

    /** Long enough to read once more what is sent. */
    private static final Duration VALID = Duration.ofMinutes(5);

    /** Why an attempt counted for nothing. */
    enum Refusal {
        /** The provider did not say that anybody had signed in, such as after a click on "cancel". */
        NOBODY,

        /** It is the account of somebody else, or of nobody here. */
        SOMEBODY_ELSE,

        /** The provider let somebody through who had signed in before, or does not say when that was. */
        NOT_ASKED_ANEW,

        /** The passkey was not accepted. */
        PASSKEY
    }

    static Confirmation wanted(UUID account, String act, KeptForm form, @Nullable Confirmation before) {
        return new Confirmation(
                UUID.randomUUID(), account, act, form, null, null, before == null ? null : before.first(MOST - 1));
    }

    Confirmation given(Instant at) {
        return new Confirmation(id, account, act, form, at, null, before);
    }

    Confirmation refused(Refusal why) {
        return new Confirmation(id, account, act, form, null, why, before);
    }

    /** This one and those that wait behind it. */
    Stream<Confirmation> all() {
        return Stream.iterate(this, Objects::nonNull, Confirmation::before);
    }

    /** What is left when one of them is done, if anything is. */
    @Nullable
    Confirmation without(Confirmation done) {
        if (id.equals(done.id)) {
            return before;
        }
        return before == null ? this : behind(before.without(done));
    }

    private Confirmation first(int howMany) {
        return before == null ? this : behind(howMany == 1 ? null : before.first(howMany - 1));
    }

    private Confirmation behind(@Nullable Confirmation other) {
        return new Confirmation(id, account, act, form, given, refusal, other);
    }

    /** When it will be worth nothing any more; none if it is worth nothing now. */
    Optional<Instant> validUntil(Instant now) {
        return Optional.ofNullable(given).map(at -> at.plus(VALID)).filter(now::isBefore);
    }
}
