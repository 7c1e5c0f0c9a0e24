package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Version;

/** Publishes here, sends from an application in a process of its own, kills that, and starts it again. */
@PolicyTest
@TestPropertySource(properties = "policy.notices.hold=0s")
class KilledWhileSendingTest {

    private static final int RECIPIENTS = 1_000;

    /** As DESIGN promises for each instance killed: those on the wire, and those not recorded yet. */
    private static final int MOST_REPEATED = 4 + 64;

    private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());
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
        clock.set(Instant.now()); // the other process goes by the real one
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT n, 'Sample', '', 'sample' || n || '@example.com', 'sample' || n || '@example.com', 'en', 'ACTIVE', now()
                FROM generate_series(1, :recipients) AS n
                """).param("recipients", RECIPIENTS).update();
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        mail.stop();
    }

    @Test
    void nobodyIsLostAndNobodyWhoWasRecordedIsRepeated() throws Exception {
        Instant begun = Instant.now();
        publish();
        Process first = start();
        await().atMost(Duration.ofMinutes(2)).until(() -> mail.getReceivedMessages().length > RECIPIENTS / 5);
        first.destroyForcibly().waitFor();
        Set<String> recorded = Set.copyOf(jdbc.sql("SELECT address FROM delivery WHERE state = 'ACCEPTED'")
                .query(String.class)
                .list());
        assertThat(recorded).as("it was killed in the middle").hasSizeLessThan(RECIPIENTS);

        start();
        Notice notice = notices.all().getFirst();
        // GreenMail's threads die of the connections that broke, some of them only now; that is their business.
        await().dontCatchUncaughtExceptions().atMost(Duration.ofMinutes(2)).until(() -> {
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

    private Process start() throws IOException {
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
                "--policy.delivery.smtp.read-timeout=1s",
                "--policy.delivery.smtp.write-timeout=1s",
                "--policy.delivery.smtp.final-timeout=1s",
                "--policy.delivery.lease=10s",
                "--policy.delivery.poll-interval=100ms"));
        for (String setting : TestDatabase.of(environment).settings()) {
            command.add("--" + setting);
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
