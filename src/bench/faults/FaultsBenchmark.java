package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.bench.RecordingRelay;
import ps.domain.policy.bench.RecordingRelay.Manner;
import ps.domain.policy.bench.RecordingRelay.Step;
import ps.domain.policy.delivery.Progress.Phase;
import ps.domain.policy.delivery.Trouble.Kind;

/**
 * Sends through a server that does everything wrong which servers do, over real connections, and looks where everybody
 * ends. Waiting is done by a clock that jumps to whatever is due next; staff go on after a pause, once all is well.
 */
final class FaultsBenchmark {

    private static final int RECIPIENTS = 300;

    /** As many as the application keeps open by default. */
    private static final int CONNECTIONS = 4;

    /** The settings of the application. */
    private static final Precaution PRECAUTION = new Precaution(50, 0.1);

    private final JdbcClient jdbc;
    private final Mailings mailings;
    private final DeliveryQueue queue;
    private final TransactionTemplate transactions;
    private final JumpingClock clock;
    private final RecordingRelay relay;
    private int passed;

    private FaultsBenchmark(ConfigurableApplicationContext application, RecordingRelay relay) {
        this.jdbc = application.getBean(JdbcClient.class);
        this.mailings = application.getBean(Mailings.class);
        this.queue = application.getBean(DeliveryQueue.class);
        this.transactions = application.getBean(TransactionTemplate.class);
        this.clock = application.getBean(JumpingClock.class);
        this.relay = relay;
    }

    public static void main(String[] arguments) throws Exception {
        try (RecordingRelay relay = new RecordingRelay(18025);
                ConfigurableApplicationContext application = SpringApplication.run(
                        new Class<?>[] {PolicyApplication.class, Clocks.class}, withPort(arguments, relay.port()))) {
            System.exit(new FaultsBenchmark(application, relay).run() ? 0 : 1);
        }
    }

    private boolean run() throws Exception {
        // Each: what is wrong, as long as it is; who ends how; and what it pauses for, after which it is mended.
        List<Fault> faults = List.of(
                new Fault("connection refused", Step.GREETING, null, Affected.ALL, Map.of("ACCEPTED", 300), Kind.RELAY_DOWN),
                fault("greeting 421", Step.GREETING, "421 4.3.2 Busy", Affected.ALL, Kind.RELAY_DOWN),
                fault("AUTH 535", Step.AUTH, "535 5.7.8 Wrong password", Affected.ALL, Kind.SIGN_IN_REFUSED),
                fault("MAIL FROM 550", Step.MAIL, "550 5.7.1 Not your address", Affected.ALL, Kind.SENDER_REFUSED),
                new Fault("RCPT 550, a few", Step.RCPT, "550 5.1.1 Unknown", Affected.EVERY_TWENTIETH,
                        Map.of("ACCEPTED", 285, "REFUSED", 15), null),
                new Fault("RCPT 550, all", Step.RCPT, "550 5.1.1 Unknown", Affected.ALL,
                        Map.of("ACCEPTED", 294, "REFUSED", 6), Kind.CANARY_REFUSED),
                fault("RCPT 450, twice", Step.RCPT, "450 4.2.0 Later", Affected.TWICE_EACH, null),
                new Fault("RCPT 450, for ever", Step.RCPT, "450 4.2.0 Later", Affected.EVERY_TWENTIETH,
                        Map.of("ACCEPTED", 285, "UNREACHABLE", 15), null),
                fault("RCPT 450, all", Step.RCPT, "450 4.2.0 Later", Affected.ALL, Kind.CANARY_PUT_OFF),
                new Fault("RCPT 552, full", Step.RCPT, "552 5.2.2 Full", Affected.EVERY_TWENTIETH,
                        Map.of("ACCEPTED", 285, "UNREACHABLE", 15), null),
                fault("DATA 451", Step.DATA, "451 4.3.0 Later", Affected.TWICE_EACH, null),
                fault("drop before the dot", Step.CONTENT, RecordingRelay.DROP, Affected.EVERY_TWENTIETH_ONCE, null),
                new Fault("drop after the dot", Step.DOT, RecordingRelay.DROP, Affected.EVERY_TWENTIETH_ONCE,
                        Map.of("ACCEPTED", 300, "twice", 15), null),
                new Fault("drop after the dot, always", Step.DOT, RecordingRelay.DROP, Affected.EVERY_TWENTIETH,
                        Map.of("ACCEPTED", 285, "AMBIGUOUS", 15, "twice", 15), null),
                fault("silence at RCPT", Step.RCPT, RecordingRelay.SILENCE, Affected.EVERY_FIFTIETH_ONCE, null),
                new Fault("silence after the dot", Step.DOT, RecordingRelay.SILENCE, Affected.EVERY_FIFTIETH_ONCE,
                        Map.of("ACCEPTED", 300, "twice", 6), null),
                fault("one connection only", Step.GREETING, "421 4.7.0 Too many connections", Affected.SECOND_CONNECTION, null),
                fault("1 in 10 fails", Step.DOT, "451 4.3.0 Try again", Affected.AT_RANDOM, null),
                fault("message refused", Step.DOT, "554 5.7.1 Spam", Affected.ALL, Kind.MESSAGE_REFUSED));
        System.out.printf("%-28s %-10s %-48s %-18s %s%n", "fault", "", "ended", "paused for", "app. time");
        for (Fault fault : faults) {
            run(fault);
        }
        System.out.printf("faults cases=%d passed=%d%n", faults.size(), passed);
        return passed == faults.size();
    }

    private void run(Fault fault) throws Exception {
        Instant begun = clock.instant();
        Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
        relay.received().clear();
        // No connection is left from the case before: whoever was idle for five seconds looks whether it is still open.
        relay.hangUp();
        Thread.sleep(5_500);
        if (fault.answer() == null) {
            relay.goAway();
        } else {
            relay.answers(fault.manner(times, relay));
        }
        MailingId mailing = mailing();
        Kind paused = null;
        long real = System.nanoTime();
        Progress progress = mailings.progress(mailing);
        while (progress.phase() != Phase.FINISHED && System.nanoTime() - real < Duration.ofMinutes(2).toNanos()) {
            Trouble trouble = progress.trouble();
            if (trouble != null) {
                paused = trouble.kind();
                if (fault.answer() == null) {
                    relay.comeBack();
                }
                relay.answers((step, recipient) -> step.friendly());
                mailings.resume(mailing, "It is mended");
            } else if (progress.inFlight() == 0 && queue.due(clock.instant()).isEmpty()) {
                jump(mailing);
            }
            Thread.sleep(30);
            progress = mailings.progress(mailing);
        }
        Map<String, Integer> ended = new TreeMap<>();
        jdbc.sql("SELECT state, count(*)::integer AS n FROM delivery WHERE mailing_id = :mailing GROUP BY 1")
                .param("mailing", mailing.value())
                .query(row -> {
                    ended.put(row.getString("state"), row.getInt("n"));
                });
        int twice = relay.received().values().stream().mapToInt(n -> n.get() - 1).sum();
        if (twice > 0) {
            ended.put("twice", twice);
        }
        boolean nobodyLost = relay.received().size()
                == ended.getOrDefault("ACCEPTED", 0) + ended.getOrDefault("AMBIGUOUS", 0);
        boolean well = fault.endsSo(ended) && paused == fault.pauses() && nobodyLost;
        passed += well ? 1 : 0;
        System.out.printf(
                "%-28s %-10s %-48s %-18s %s%n",
                fault.name(),
                well ? "passed" : "FAILED",
                ended,
                paused == null ? "–" : paused.name().toLowerCase(java.util.Locale.ROOT),
                Duration.between(begun, clock.instant()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        if (progress.phase() != Phase.FINISHED) {
            System.out.println("  not finished: " + progress);
            mailings.stop(mailing, "It does not end");
        }
        // The next one begins with a relay that nothing was wrong with.
        relay.answers((step, recipient) -> step.friendly());
        jdbc.sql("DELETE FROM relay").update();
    }

    /** Jumps while nothing is in hand and nothing can be claimed: what is sent would outlast its lease in no time. */
    private void jump(MailingId mailing) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('mailing:' || :mailing, 0))")
                    .param("mailing", mailing.value().toString())
                    .query(row -> {});
            boolean idle = jdbc.sql("""
                            SELECT NOT EXISTS (
                              SELECT FROM delivery WHERE mailing_id = :mailing AND state = 'IN_FLIGHT'
                            )
                            """)
                    .param("mailing", mailing.value())
                    .query(Boolean.class)
                    .single();
            if (idle) {
                next(mailing).ifPresent(clock::to);
            }
        });
    }

    /** When the relay's rest ends, or else when something is due that is not due yet. */
    private Optional<Instant> next(MailingId mailing) {
        return jdbc.sql("""
                SELECT coalesce(
                  (SELECT resting_until FROM relay WHERE resting_until > :now),
                  (SELECT min(next_attempt_at) FROM delivery WHERE mailing_id = :mailing AND next_attempt_at > :now)
                ) AS next
                """)
                .param("mailing", mailing.value())
                .param("now", DeliveryQueue.utc(clock.instant()))
                .query((row, number) -> Optional.ofNullable(DeliveryQueue.instantOrNull(row, "next")))
                .single()
                .filter(next -> next.isAfter(clock.instant()));
    }

    private MailingId mailing() {
        Letter letter = new Letter("en", "A change", "<p>Hello</p>", "Hello");
        return transactions.execute(status -> {
            MailingId id = mailings.create(new NewMailing("Fault", List.of(letter), clock.instant(), PRECAUTION));
            mailings.enqueue(
                    id,
                    "SELECT uuidv7() AS id, 'user' || n || '@example.com' AS address, 'en' AS variant,"
                            + " NULL::uuid AS follows FROM generate_series(1, :recipients) AS n ORDER BY n",
                    Map.of("recipients", RECIPIENTS));
            return id;
        });
    }

    private static String[] withPort(String[] arguments, int port) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--policy.delivery.smtp.port=" + port;
        return all;
    }

    private static Fault fault(String name, Step step, String answer, Affected affected, @Nullable Kind pauses) {
        return new Fault(name, step, answer, affected, Map.of("ACCEPTED", RECIPIENTS), pauses);
    }

    /** Whom a fault affects. */
    private enum Affected {
        ALL,
        TWICE_EACH,
        EVERY_TWENTIETH,
        EVERY_TWENTIETH_ONCE,
        EVERY_FIFTIETH_ONCE,
        SECOND_CONNECTION,
        AT_RANDOM;

        boolean affects(String recipient, Map<String, AtomicInteger> times, RecordingRelay relay) {
            return switch (this) {
                case ALL -> true;
                case TWICE_EACH -> nth(recipient, times) <= 2;
                case EVERY_TWENTIETH -> number(recipient) % 20 == 0;
                case EVERY_TWENTIETH_ONCE -> number(recipient) % 20 == 0 && nth(recipient, times) == 1;
                case EVERY_FIFTIETH_ONCE -> number(recipient) % 50 == 0 && nth(recipient, times) == 1;
                case SECOND_CONNECTION -> relay.connections() > 1;
                case AT_RANDOM -> java.util.concurrent.ThreadLocalRandom.current().nextInt(10) == 0;
            };
        }

        private static int number(String recipient) {
            return Integer.parseInt(recipient.replaceAll("\\D", ""));
        }

        private static int nth(String recipient, Map<String, AtomicInteger> times) {
            return times.computeIfAbsent(recipient, first -> new AtomicInteger()).incrementAndGet();
        }
    }

    /** What goes wrong. No answer: nobody is there. */
    private record Fault(
            String name,
            Step step,
            @Nullable String answer,
            Affected affected,
            Map<String, Integer> ends,
            @Nullable Kind pauses) {

        /** When the sixth of fifty is refused, the other connections can have one each on the wire. */
        boolean endsSo(Map<String, Integer> ended) {
            int more = pauses == Kind.CANARY_REFUSED
                    ? Math.clamp(ended.getOrDefault("REFUSED", 0) - ends.get("REFUSED"), 0, CONNECTIONS - 1)
                    : 0;
            Map<String, Integer> expected = new TreeMap<>(ends);
            if (more > 0) {
                expected.merge("REFUSED", more, Integer::sum);
                expected.merge("ACCEPTED", -more, Integer::sum);
            }
            return expected.equals(ended);
        }

        Manner manner(Map<String, AtomicInteger> times, RecordingRelay relay) {
            return (at, recipient) ->
                    at == step && affected.affects(recipient, times, relay) ? String.valueOf(answer) : at.friendly();
        }
    }

    /** Goes on as any clock, and can be put forward. */
    static final class JumpingClock extends Clock {

        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        void to(Instant then) {
            ahead.updateAndGet(now -> now.plus(Duration.between(instant(), then)));
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Asia/Hebron");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Clocks {

        @Bean
        @Primary
        JumpingClock jumpingClock() {
            return new JumpingClock();
        }
    }
}
