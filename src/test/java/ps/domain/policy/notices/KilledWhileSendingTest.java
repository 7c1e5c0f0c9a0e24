package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.testing.MailServers;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.Ports;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Version;

/**
 * Publishes here, and sends from applications in processes of their own, which are killed and started again, or replaced one
 * after the other.
 */
@PolicyTest
@TestPropertySource(properties = "policy.notices.hold=0s")
class KilledWhileSendingTest {

    private static final int RECIPIENTS = 1_000;

    /** So many the mail server takes, and the next only when it is told to. */
    private static final int TAKEN_BEFORE = RECIPIENTS / 5;

    /** So many in a second that an instance is replaced in the middle. */
    private static final int SLOWLY = 25;

    /** As DESIGN promises for each instance killed: those on the wire, and those not recorded yet. */
    private static final int MOST_REPEATED = 4 + 64;

    private final GreenMail mail = new GreenMail(MailServers.speaking(ServerSetup.PROTOCOL_SMTP));
    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch isInTheMiddle = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    private Path logs;

    @Autowired
    private Notices notices;

    @Autowired
    private Mailings mailings;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    @Autowired
    private TestClock clock;

    @BeforeEach
    void accountHolders() {
        mail.start();
        UserManager users = mail.getUserManager();
        MessageDeliveryHandler inboxes = users.getMessageDeliveryHandler();
        users.setMessageDeliveryHandler((message, recipient) -> {
            if (taken.incrementAndGet() > TAKEN_BEFORE) {
                isInTheMiddle.countDown();
                waitFor(goesOn);
            }
            return inboxes.handle(message, recipient);
        });
        clock.set(Instant.now()); // the other process goes by the real one
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT n, 'Sample', '', 'sample' || n || '@example.com', 'sample' || n || '@example.com', 'en', 'ACTIVE', now()
                FROM generate_series(1, :recipients) AS n
                """).param("recipients", RECIPIENTS).update();
    }

    @AfterEach
    void stop() {
        goesOn.countDown();
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        mail.stop();
    }

    @Test
    void nobodyIsLostAndNobodyWhoWasRecordedIsRepeated() throws Exception {
        Instant begun = Instant.now();
        publish();
        Process first = start();
        isInTheMiddle.await();
        first.destroyForcibly().waitFor();
        goesOn.countDown();
        Set<String> recorded = Set.copyOf(jdbc.sql("SELECT address FROM delivery WHERE state = 'ACCEPTED'")
                .query(String.class)
                .list());
        assertThat(recorded).as("it was killed in the middle").hasSizeLessThan(RECIPIENTS);
        // Nobody waits for the lease to end, so that it can outlast all that a busy machine does.
        jdbc.sql("UPDATE delivery SET next_attempt_at = now() WHERE state = 'IN_FLIGHT'")
                .update();

        start();
        Notice notice = notices.all().getFirst();
        // GreenMail's threads die of the connections that broke, some of them only now; that is their business.
        await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(4)).until(() -> {
            clock.set(Instant.now());
            return mailings.progress(notice.mailing()).phase() == Progress.Phase.FINISHED;
        });

        Map<String, Long> received = Arrays.stream(mail.getReceivedMessages())
                .map(KilledWhileSendingTest::recipient)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(received).hasSize(RECIPIENTS);
        assertThat(received).allSatisfy((address, times) -> {
            if (recorded.contains(address)) {
                assertThat(times).as(address).isEqualTo(1);
            }
        });
        long repeated = received.values().stream().mapToLong(times -> times - 1).sum();
        assertThat(repeated).isLessThanOrEqualTo(MOST_REPEATED);
        assertThat(mailings.progress(notice.mailing()).accepted()).isEqualTo(RECIPIENTS);
        assertThat(jdbc.sql("SELECT answered_at FROM delivery ORDER BY answered_at DESC LIMIT 1")
                        .query((row, number) -> row.getTimestamp("answered_at").toInstant())
                        .single())
                .as("the processes went by the real clock")
                .isBetween(begun, Instant.now());
    }

    @Test
    void oneInstanceAfterTheOtherIsReplacedAndNobodyNotices() throws Exception {
        goesOn.countDown();
        Served first = serve(SLOWLY);
        Served second = serve(SLOWLY);
        Readers readers = new Readers(List.of(first.port(), second.port()));
        Thread reading = Thread.ofPlatform().start(readers);
        publish();
        await().atMost(Duration.ofMinutes(4)).until(() -> mail.getReceivedMessages().length > RECIPIENTS / 20);

        first.process().destroy();
        assertThat(first.process().waitFor(3, TimeUnit.MINUTES))
                .as("it ends by itself")
                .isTrue();
        assertThat(mail.getReceivedMessages())
                .as("it was replaced in the middle")
                .hasSizeLessThan(RECIPIENTS);
        Served third = serve(4 * SLOWLY); // so that nobody waits long for the rest
        readers.go(List.of(third.port(), second.port()));
        second.process().destroy();
        assertThat(second.process().waitFor(3, TimeUnit.MINUTES))
                .as("it ends by itself")
                .isTrue();

        Notice notice = notices.all().getFirst();
        await().atMost(Duration.ofMinutes(4)).until(() -> {
            clock.set(Instant.now());
            return mailings.progress(notice.mailing()).phase() == Progress.Phase.FINISHED;
        });
        readers.end();
        reading.join();
        assertThat(readers.failures).isEmpty();
        assertThat(readers.served).hasValueGreaterThan(100);
        assertThat(Arrays.stream(mail.getReceivedMessages()).map(KilledWhileSendingTest::recipient))
                .doesNotHaveDuplicates()
                .hasSize(RECIPIENTS);
    }

    /** An instance that is ready, and sends so many messages in a second at most. */
    private Served serve(int perSecond) throws IOException {
        int port = Ports.free();
        int management = Ports.free();
        Process process = start(
                "--server.port=" + port,
                "--management.server.port=" + management,
                "--policy.delivery.rate-per-second=" + perSecond);
        await().atMost(Duration.ofMinutes(4)).until(() -> {
            assertThat(process.isAlive()).isTrue();
            try {
                return Readers.get(management, "/actuator/health/readiness").contains(" 200");
            } catch (IOException notYet) {
                return false;
            }
        });
        return new Served(process, port);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Served(Process process, int port) {}

    /** Readers behind a proxy, which asks the next instance where one takes no connection or closes it without a word. */
    private static final class Readers implements Runnable {

        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final AtomicInteger served = new AtomicInteger();
        private volatile List<Integer> ports;
        private volatile boolean ended;

        Readers(List<Integer> ports) {
            this.ports = ports;
        }

        void go(List<Integer> others) {
            ports = others;
        }

        void end() {
            ended = true;
        }

        @Override
        public void run() {
            for (int turn = 0; !ended; turn++) {
                String path = List.of("/ar/privacy", "/en/privacy/versions", "/en/notice", "/admin/sign-in")
                        .get(turn % 4);
                List<Integer> now = ports;
                String status = statusFrom(now.get(turn % 2), path);
                if (status.isEmpty()) {
                    status = statusFrom(now.get(1 - turn % 2), path);
                }
                if (status.startsWith("HTTP/1.1 200")) {
                    served.incrementAndGet();
                } else {
                    failures.add(path + ": " + status);
                }
            }
        }

        private static String statusFrom(int port, String path) {
            try {
                return get(port, path);
            } catch (IOException away) {
                return "";
            }
        }

        /** The status line; empty if there is none. */
        static String get(int port, String path) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\nAccept: */*\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readAllBytes();
                return new String(answer, StandardCharsets.UTF_8)
                        .lines()
                        .findFirst()
                        .orElse("");
            }
        }
    }

    private void publish() {
        Version first = versions.timeline().version(1).orElseThrow();
        NewVersion second = new NewVersion(
                LocalDate.now(clock).plusDays(30),
                new Material(),
                new BilingualText("سياسة الخصوصية الجديدة", "New Privacy Policy"),
                new BilingualText("عنوان جديد.", "A new title."),
                first.sections());
        transactions.executeWithoutResult(
                status -> notices.announce(versions.publish(second, Actor.APPLICATION), Actor.APPLICATION));
    }

    private Process start(String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PolicyApplication.class.getName(),
                "--spring.config.location=classpath:/application.yaml",
                "--server.port=0",
                "--management.server.port=0",
                "--policy.delivery.smtp.port=" + mail.getSmtp().getPort(),
                "--policy.delivery.smtp.read-timeout=30s",
                "--policy.delivery.smtp.write-timeout=30s",
                "--policy.delivery.smtp.final-timeout=30s",
                "--policy.delivery.lease=5m",
                "--policy.delivery.poll-interval=100ms"));
        for (String setting : TestDatabase.of(environment).settings()) {
            command.add("--" + setting);
        }
        for (String setting : settings) {
            command.removeIf(given -> given.startsWith(setting.substring(0, setting.indexOf('=') + 1)));
            command.add(setting);
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(logs.toFile(), "application-" + processes.size() + ".log"))
                .start();
        processes.add(process);
        return process;
    }

    private static String recipient(MimeMessage message) {
        try {
            return message.getRecipients(RecipientType.TO)[0].toString();
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
