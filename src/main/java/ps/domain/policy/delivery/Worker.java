package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Sends over one connection, which is kept open from batch to batch. For one thread at a time. */
final class Worker {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration UNTIL_PROBED = Duration.ofSeconds(5);
    private static final Duration UNTIL_CLOSED = Duration.ofSeconds(20);

    /** How long a worker without a connection waits while others have one: the relay may not take as many. */
    private static final Duration WITHOUT_CONNECTION = Duration.ofSeconds(30);

    private final Engine engine;
    private final int shard;
    private @Nullable Connection connection;

    Worker(Engine engine, int shard) {
        this.engine = engine;
        this.shard = shard;
    }

    /**
     * One round: claims a batch, sends it, hands over the outcomes.
     *
     * @return how long to wait before the next
     */
    Duration round() {
        Instant now = engine.now();
        Optional<MailingId> due = engine.queue().due(now);
        if (due.isEmpty()) {
            closeWhenIdle();
            return engine.settings().pollInterval();
        }
        MailingId mailing = due.get();
        Relay.Connection open;
        try {
            open = connected();
        } catch (Relay.Unavailable unavailable) {
            return onUnavailable(mailing, unavailable.answer());
        }
        Throttle.Grant grant = engine.throttle().take(engine.settings().batchSize(), now);
        if (grant.messages() == 0) {
            closeWhenIdle();
            return grant.untilNext();
        }
        Instant leaseEnd = now.plus(engine.settings().lease());
        List<Claim> claims = engine.queue().claim(mailing, grant.messages(), now, leaseEnd, shard);
        int sent = claims.isEmpty() ? 0 : send(mailing, claims, open, leaseEnd);
        engine.throttle().giveBack(grant.messages() - sent);
        return claims.isEmpty() ? engine.settings().pollInterval() : Duration.ZERO;
    }

    void close() {
        if (connection != null) {
            connection.smtp().close();
            connection = null;
        }
    }

    private int send(MailingId mailing, List<Claim> claims, Relay.Connection open, Instant leaseEnd) {
        Instant lastStart = leaseEnd.minus(engine.smtp().longestMessage());
        long lookedAt = System.nanoTime();
        int sent = 0;
        boolean goOn = true;
        for (Claim claim : claims) {
            if (goOn && System.nanoTime() - lookedAt > BETWEEN_LOOKS.toNanos()) {
                goOn = engine.queue().maySend(mailing, engine.now());
                lookedAt = System.nanoTime();
            }
            // A message that could outlast the lease is not begun: another worker might begin it too.
            goOn = goOn && !engine.isStopping() && engine.now().isBefore(lastStart);
            if (!goOn) {
                engine.recorder().add(Outcome.unsent(claim, engine.now()));
                continue;
            }
            Optional<Mailbox> to = mailbox(claim, connection == null ? open : connection.smtp());
            if (to.isPresent()) {
                engine.recorder().makeRoom();
                goOn = attempt(claim, to.get(), lastStart);
                sent++;
            }
        }
        return sent;
    }

    /** Where to send, unless there is no way, which is recorded. */
    private Optional<Mailbox> mailbox(Claim claim, Relay.Connection open) {
        try {
            Mailbox to = Mailbox.parse(claim.address());
            if (to.isAscii() || open.takesAnyScript()) {
                return Optional.of(to);
            }
            engine.recorder()
                    .add(Outcome.impossible(
                            claim, engine.now(), "The mail server does not take this address (no SMTPUTF8)"));
        } catch (IllegalArgumentException invalid) {
            engine.recorder().add(Outcome.impossible(claim, engine.now(), String.valueOf(invalid.getMessage())));
        }
        return Optional.empty();
    }

    /** Sends one message; says whether the next can follow. */
    private boolean attempt(Claim claim, Mailbox to, Instant lastStart) {
        EncodedLetter letter = engine.letters().of(claim.mailing(), claim.variant());
        Relay.Message message = new Relay.Message(claim.id(), claim.follows(), to, letter, engine.now());
        Answer answer;
        try {
            Connection used = Objects.requireNonNull(connection);
            answer = used.smtp().deliver(message);
            if (used.hasServed() && isEndOf(answer)) {
                close();
                Relay.Connection another = connected();
                if (!engine.now().isBefore(lastStart)) {
                    engine.recorder().add(Outcome.unsent(claim, engine.now()));
                    return false;
                }
                answer = another.deliver(message);
            }
        } catch (Relay.Unavailable unavailable) {
            answer = unavailable.answer();
        }
        Instant now = engine.now();
        Verdict verdict = Verdict.on(answer);
        if (verdict == Verdict.CONCERNS_EVERYBODY && wasSaidBeforeToThisOneOnly(claim, answer)) {
            verdict = Verdict.REFUSED;
        }
        engine.recorder().add(Outcome.of(claim, answer, verdict, now, ThreadLocalRandom.current()));
        if (answer.code() == Answer.NONE || answer.code() == 421 || verdict == Verdict.RELAY_TROUBLE) {
            close();
        } else if (connection != null) {
            connection = new Connection(connection.smtp(), System.nanoTime(), true);
        }
        switch (verdict) {
            case ACCEPTED -> engine.relayWorks();
            case RELAY_TROUBLE -> onTrouble(claim.mailing(), answer, now);
            case CONCERNS_EVERYBODY -> pause(claim.mailing(), answer);
            case PUT_OFF, AMBIGUOUS, REFUSED -> {}
        }
        return connection != null
                && verdict != Verdict.CONCERNS_EVERYBODY
                && (verdict != Verdict.REFUSED || maySendAfterRefusal(claim.mailing()));
    }

    /** A refusal is looked at before the next message is sent: it may be one too many. */
    private boolean maySendAfterRefusal(MailingId mailing) {
        engine.recorder().flush();
        return engine.queue().maySend(mailing, engine.now());
    }

    /**
     * Whether the relay has had enough of this connection: many take so many messages over one, and say so, or hang up, where
     * the next one begins; OpenSMTPD says 452. Nothing of that one was taken, and another connection is no trouble.
     */
    private static boolean isEndOf(Answer answer) {
        return answer.phase() == Answer.Phase.SENDER
                && (answer.code() == 421 || answer.code() == 452 || answer.code() == Answer.NONE);
    }

    /** What is said again to one recipient, while others were accepted, concerns that recipient. */
    private boolean wasSaidBeforeToThisOneOnly(Claim claim, Answer answer) {
        Instant before = claim.answeredAt();
        boolean isTheSame = Objects.equals(claim.code(), answer.code())
                && Objects.equals(claim.enhancedCode(), answer.enhancedCode());
        if (before == null || !isTheSame) {
            return false;
        }
        engine.recorder().flush();
        return engine.queue().acceptedSince(claim.mailing(), before);
    }

    private Relay.Connection connected() throws Relay.Unavailable {
        if (connection != null && idleFor(UNTIL_PROBED) && !connection.smtp().isAlive()) {
            close();
        }
        if (connection == null) {
            connection = new Connection(engine.relay().connect(), System.nanoTime(), false);
        }
        return connection.smtp();
    }

    private Duration onUnavailable(MailingId mailing, Answer answer) {
        switch (Verdict.on(answer)) {
            case CONCERNS_EVERYBODY -> pause(mailing, answer);
            case ACCEPTED, REFUSED, PUT_OFF, AMBIGUOUS, RELAY_TROUBLE -> {
                if (engine.relayWorkedWithin(WITHOUT_CONNECTION)) {
                    return WITHOUT_CONNECTION;
                }
                onTrouble(mailing, answer, engine.now());
            }
        }
        return engine.settings().pollInterval();
    }

    private void onTrouble(MailingId mailing, Answer answer, Instant now) {
        Optional<Instant> since = engine.throttle().trouble(answer.withoutAddresses(), now);
        if (since.isPresent() && !since.get().plus(engine.settings().patience()).isAfter(now)) {
            engine.mailings().pauseForTrouble(mailing, Trouble.relayDown(since.get(), answer));
        }
    }

    private void pause(MailingId mailing, Answer answer) {
        engine.mailings().pauseForTrouble(mailing, Trouble.of(answer));
    }

    private void closeWhenIdle() {
        if (connection != null && idleFor(UNTIL_CLOSED)) {
            close();
        }
    }

    private boolean idleFor(Duration duration) {
        return connection != null && System.nanoTime() - connection.usedAt() > duration.toNanos();
    }

    /**
     * An open connection.
     *
     * @param hasServed whether a message went over it
     */
    private record Connection(Relay.Connection smtp, long usedAt, boolean hasServed) {}

    /** What a worker works with, and shares with the others of its instance. */
    interface Engine {

        DeliveryQueue queue();

        Throttle throttle();

        Recorder recorder();

        Relay relay();

        Letters letters();

        Mailings mailings();

        DeliverySettings settings();

        SmtpSettings smtp();

        Clock clock();

        boolean isStopping();

        void relayWorks();

        boolean relayWorkedWithin(Duration duration);

        default Instant now() {
            return clock().instant();
        }
    }
}
