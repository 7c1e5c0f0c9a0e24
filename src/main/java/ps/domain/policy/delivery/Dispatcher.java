package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import ps.domain.policy.text.Failure;

/**
 * Runs the workers of this instance, each on a thread of its own: of the platform, since a virtual one that waits for an
 * answer is woken by way of a poller and a carrier, for each message again. When the application stops, they finish the
 * messages in hand, record what became of them, and give back the rest.
 */
@Component
class Dispatcher implements SmartLifecycle, Worker.Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Of the counters: one for each worker and one for the recorder, so that they do not wait for each other. */
    private static final int SHARDS = 64;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_RECORDINGS = Duration.ofMillis(50);
    private static final Duration FOR_STOPPING = Duration.ofSeconds(15);

    private final DeliveryQueue queue;
    private final Throttle throttle;
    private final Relay relay;
    private final Letters letters;
    private final Caution caution;
    private final Mailings mailings;
    private final DeliverySettings settings;
    private final SmtpSettings smtp;
    private final Clock clock;
    private final Recorder recorder;
    private final List<Worker> workers;
    private final AtomicLong relayWorkedAt = new AtomicLong(System.nanoTime() - TimeUnit.DAYS.toNanos(1));
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile List<Thread> threads = List.of();

    @Autowired
    Dispatcher(
            DeliveryQueue queue,
            Throttle throttle,
            Relay relay,
            Letters letters,
            Caution caution,
            Mailings mailings,
            DeliverySettings settings,
            SmtpSettings smtp,
            Clock clock,
            JdbcClient jdbc) {
        this(queue, throttle, relay, letters, caution, mailings, settings, smtp, new DatabaseClock(clock, jdbc));
    }

    /** Goes by a clock that all instances share. */
    Dispatcher(
            DeliveryQueue queue,
            Throttle throttle,
            Relay relay,
            Letters letters,
            Caution caution,
            Mailings mailings,
            DeliverySettings settings,
            SmtpSettings smtp,
            Clock clock) {
        this.queue = queue;
        this.throttle = throttle;
        this.relay = relay;
        this.letters = letters;
        this.caution = caution;
        this.mailings = mailings;
        this.settings = settings;
        this.smtp = smtp;
        this.clock = clock;
        int shard = ThreadLocalRandom.current().nextInt(SHARDS);
        this.recorder = new Recorder(queue, throttle, caution, clock, shard);
        this.workers = IntStream.rangeClosed(1, smtp.connections())
                .mapToObj(number -> new Worker(this, (shard + number) % SHARDS))
                .toList();
    }

    /** One round of every worker, one after the other, with all outcomes recorded at the end: for tests. */
    void tick() {
        workers.forEach(Worker::round);
        recorder.flush();
        caution.lookAtCanaries();
    }

    @Override
    public boolean isAutoStartup() {
        return settings.dispatching();
    }

    @Override
    public void start() {
        stopping = new CountDownLatch(1);
        List<Thread> started = new ArrayList<>();
        for (Worker worker : workers) {
            started.add(Thread.ofPlatform()
                    .daemon()
                    .name("delivery-" + started.size())
                    .start(() -> {
                        untilStopped(worker::round);
                        worker.close();
                    }));
        }
        started.add(Thread.ofPlatform()
                .daemon()
                .name("delivery-recorder")
                .start(() -> untilStopped(() -> {
                    recorder.awaitBatch(BETWEEN_RECORDINGS);
                    recorder.flush();
                    return Duration.ZERO;
                })));
        started.add(Thread.ofPlatform()
                .daemon()
                .name("delivery-caution")
                .start(() -> untilStopped(() -> {
                    caution.lookAtCanaries();
                    return settings.pollInterval();
                })));
        threads = List.copyOf(started);
    }

    @Override
    public void stop() {
        stopping.countDown();
        long deadline = System.nanoTime() + FOR_STOPPING.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
            recorder.flush();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error(
                    "What was sent last could not be recorded; {} messages may be sent again: {}",
                    recorder.unrecorded(),
                    Failure.nameOf(failed));
        } finally {
            threads = List.of();
        }
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    private void untilStopped(Round round) {
        CountDownLatch stop = stopping;
        boolean stopped = false;
        while (!stopped) {
            Duration pause;
            try {
                pause = round.run();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.warn(
                        "Sending is interrupted, most likely because the database does not answer: {}",
                        Failure.nameOf(failed));
                pause = AFTER_FAILURE;
            }
            try {
                stopped = stop.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
        }
    }

    @Override
    public DeliveryQueue queue() {
        return queue;
    }

    @Override
    public Throttle throttle() {
        return throttle;
    }

    @Override
    public Recorder recorder() {
        return recorder;
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public Letters letters() {
        return letters;
    }

    @Override
    public Mailings mailings() {
        return mailings;
    }

    @Override
    public DeliverySettings settings() {
        return settings;
    }

    @Override
    public SmtpSettings smtp() {
        return smtp;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    @Override
    public void relayWorks() {
        relayWorkedAt.set(System.nanoTime());
    }

    @Override
    public boolean relayWorkedWithin(Duration duration) {
        return System.nanoTime() - relayWorkedAt.get() < duration.toNanos();
    }

    /** What a thread does again and again; says how long it waits before the next time. */
    private interface Round {

        Duration run() throws InterruptedException;
    }
}
