package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gathers the outcomes of an instance's workers and records them in batches. No message is begun while 64 are unrecorded,
 * which bounds what an instance that is killed can repeat: those, and one on the wire for each connection.
 */
class Recorder {

    static final int MOST_UNRECORDED = 64;

    /** So many are recorded while others are sent. */
    private static final int BATCH = MOST_UNRECORDED / 2;

    private final DeliveryQueue queue;
    private final Throttle throttle;
    private final Caution caution;
    private final Clock clock;
    private final int shard;
    private final Object recording = new Object();
    private final Object changes = new Object();
    private List<Outcome> unrecorded = new ArrayList<>();
    private int beingRecorded;

    Recorder(DeliveryQueue queue, Throttle throttle, Caution caution, Clock clock, int shard) {
        this.queue = queue;
        this.throttle = throttle;
        this.caution = caution;
        this.clock = clock;
        this.shard = shard;
    }

    void add(Outcome outcome) {
        synchronized (changes) {
            unrecorded.add(outcome);
            if (unrecorded.size() >= BATCH) {
                changes.notifyAll();
            }
        }
    }

    /** Waits until there is enough to be recorded, but not longer than that. */
    void awaitBatch(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (changes) {
            long left = atMost.toNanos();
            while (unrecorded.size() < BATCH && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(changes, left);
                left = deadline - System.nanoTime();
            }
        }
    }

    /** How many outcomes a crash would lose now. */
    int unrecorded() {
        synchronized (changes) {
            return unrecorded.size() + beingRecorded;
        }
    }

    /** Waits until another message may be begun, by recording what there is. */
    void makeRoom() {
        while (unrecorded() >= MOST_UNRECORDED) {
            flush();
        }
    }

    /** Records what there is. If the database does not answer, it is kept for the next time. */
    void flush() {
        synchronized (recording) {
            List<Outcome> batch;
            synchronized (changes) {
                batch = unrecorded;
                if (batch.isEmpty()) {
                    return;
                }
                unrecorded = new ArrayList<>();
                beingRecorded = batch.size();
            }
            boolean recorded = false;
            try {
                queue.record(batch, clock.instant(), shard);
                recorded = true;
            } finally {
                synchronized (changes) {
                    beingRecorded = 0;
                    if (!recorded) {
                        batch.addAll(unrecorded);
                        unrecorded = batch;
                    }
                }
            }
            if (batch.stream().anyMatch(outcome -> outcome.state() == DeliveryState.ACCEPTED)) {
                throttle.working(clock.instant());
            }
            batch.stream()
                    .map(outcome -> outcome.claim().mailing())
                    .distinct()
                    .filter(mailing -> !queue.isCanaryOver(mailing))
                    .forEach(caution::lookAtCanary);
            batch.stream()
                    .filter(outcome -> outcome.state() == DeliveryState.REFUSED)
                    .map(outcome -> outcome.claim().mailing())
                    .distinct()
                    .forEach(caution::lookAtRefusals);
        }
    }
}
