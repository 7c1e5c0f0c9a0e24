package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.RecordedTrail;
import ps.domain.policy.audit.TrailEntry;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** The file with which anybody can be shown, without this application, what was announced to whom. */
@PolicyTest
class EvidenceTest {

    private static final Actor HUDA = new Actor(null, "Huda");

    @Autowired
    private Evidence evidence;

    @Autowired
    private Notices notices;

    @Autowired
    private RecordedTrail trail;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @LocalServerPort
    private int port;

    @TempDir
    private Path folder;

    private ScriptedRelay relay;

    @BeforeEach
    void start() throws IOException {
        relay = new ScriptedRelay();
        holder(1, "one@example.com", "ar", "ACTIVE");
        holder(2, "shared@example.com", "en", "ACTIVE");
        holder(3, "Shared@example.com", null, "ACTIVE");
        holder(4, "refused@example.com", null, "ACTIVE");
        holder(5, "busy@example.com", null, "ACTIVE");
        holder(6, "+formula@example.com", null, "ACTIVE");
        holder(7, "closed@example.com", "ar", "CLOSED");
        holder(8, null, "ar", "ACTIVE");
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void itIsCheckedWithCoreutilsAlone() throws Exception {
        announceAndSend();

        Path taken = unzip(take());

        assertThat(coreutils(taken, "SHA256SUMS")).isEmpty();
        assertThat(coreutils(taken, "FINGERPRINTS")).isEmpty();
        try (var files = Files.walk(taken)) {
            assertThat(Files.readAllLines(taken.resolve("SHA256SUMS")))
                    .extracting(line -> line.substring(66))
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> taken.relativize(file).toString())
                            .filter(name -> !name.equals("SHA256SUMS"))
                            .toList());
        }
        assertThat(Files.readAllLines(taken.resolve("FINGERPRINTS")))
                .extracting(line -> line.substring(66).replaceAll("\\d{3,}", "N"))
                .contains("announcement.json", "chain/N.json", "trail/N.json");
        Files.writeString(taken.resolve("recipients.csv"), "one line less");
        Files.writeString(taken.resolve("chain/000002.json"), "{}");
        assertThat(coreutils(taken, "SHA256SUMS")).contains("recipients.csv: FAILED", "chain/000002.json: FAILED");
        assertThat(coreutils(taken, "FINGERPRINTS")).containsExactly("chain/000002.json: FAILED");
    }

    @Test
    void everyRecipientIsInItWithAddressOutcomeAndMessageId() throws Exception {
        announceAndSend();

        Path taken = unzip(take());

        List<CSVRecord> recipients = table(taken, "recipients.csv");
        assertThat(recipients)
                .extracting(row -> row.get("account_holder") + " " + row.get("sent_to") + " " + row.get("state"))
                .containsExactly(
                        "1 one@example.com ACCEPTED",
                        "2 shared@example.com ACCEPTED",
                        "3 shared@example.com ACCEPTED",
                        "4 refused@example.com REFUSED",
                        "5 busy@example.com RETRYING",
                        "6 '+formula@example.com ACCEPTED");
        assertThat(recipients.get(2).get("address")).isEqualTo("Shared@example.com");
        assertThat(recipients.get(1).get("message_id"))
                .isEqualTo(recipients.get(2).get("message_id"));
        assertThat(relay.messages())
                .filteredOn(message -> message.contains("To: one@example.com"))
                .singleElement()
                .asString()
                .contains("Message-ID: " + recipients.getFirst().get("message_id"));
        CSVRecord refused = recipients.get(3);
        assertThat(List.of(refused.get("code"), refused.get("enhanced_code"), refused.get("reply")))
                .containsExactly("550", "5.1.1", "5.1.1 Unknown");
        assertThat(refused.get("answered_at")).isEqualTo(clock.instant().toString());
        assertThat(refused.get("mail")).isEqualTo("ar.eml");
        assertThat(table(taken, "attempts.csv"))
                .extracting(row -> row.get("message_id") + " " + row.get("code") + " " + row.get("reply"))
                .containsExactly(recipients.get(4).get("message_id") + " 450 4.2.0 Busy");
        assertThat(table(taken, "unreached.csv"))
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly("7 CLOSED", "8 NO_ADDRESS");
    }

    @Test
    void bothTextsTheComparisonTheMailAndWhatStaffDidAreInIt() throws Exception {
        announceAndSend();

        Path taken = unzip(take());

        String second = "The sentence of version 2.";
        assertThat(taken.resolve("versions/domain.ps-privacy-policy-v2-en.md"))
                .content()
                .contains(second);
        assertThat(taken.resolve("versions/domain.ps-privacy-policy-v1-en.txt"))
                .content()
                .doesNotContain(second);
        assertThat(taken.resolve("versions/domain.ps-privacy-policy-v1-ar.md")).exists();
        assertThat(taken.resolve("versions/domain.ps-privacy-policy-v2.json")).exists();
        assertThat(taken.resolve("comparison/v1-v2-en.html"))
                .content()
                .contains("<base href=\"http://localhost:8080/en/privacy/compare/1...2", "<ins", "version 2.");
        assertThat(taken.resolve("comparison/v1-v2-ar.html")).content().contains("dir=\"rtl\"");
        String sent = relay.messages().stream()
                .filter(message -> message.contains("To: one@example.com"))
                .findFirst()
                .orElseThrow();
        String sample = Files.readString(taken.resolve("mail/ar.eml"));
        assertThat(sample).contains("To: recipient@example.com\r\n");
        assertThat(withoutWhatDiffers(sample)).isEqualTo(withoutWhatDiffers(sent));
        assertThat(table(taken, "trail.csv"))
                .extracting(row -> row.get("action"))
                .containsExactly("version.published", "notice.created");
    }

    @ParameterizedTest
    @EnumSource
    void itSaysInBothLanguagesWhatItIsAndHowToCheckIt(Language language) throws Exception {
        announceAndSend();
        Path taken = unzip(take());

        String readme = Files.readString(taken.resolve("README-" + language + ".txt"));

        assertThat(readme)
                .contains(
                        notices.all().getFirst().reference(),
                        "sha256sum -c SHA256SUMS",
                        "sha256sum -c FINGERPRINTS",
                        "tr -d ' \\n')",
                        "http://localhost:8080/" + language + "/privacy/versions/2")
                .doesNotContain("notices.evidence", "{0}");
        try (var files = Files.walk(taken, 1)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("README") && !name.startsWith("evidence-"))
                    .forEach(name -> assertThat(readme).contains(name));
        }
        if (language == Language.AR) {
            assertThat(readme.lines().filter(line -> line.contains(" ") && !line.startsWith("    ")))
                    .allMatch(
                            line -> Character.UnicodeScript.of(line.codePointAt(0)) == Character.UnicodeScript.ARABIC);
        }
    }

    @Test
    void theSameStateMakesTheSameBytesAndTheTrailSaysWhoTookThem() throws Exception {
        announceAndSend();

        byte[] first = take();
        clock.advance(Duration.ofHours(1));

        assertThat(take()).isEqualTo(first);
        assertThat(trail.entriesOf("notice.evidence-taken", "notice.evidence-sealed"))
                .extracting(entry -> entry.actor().name())
                .containsExactly("Huda", "Huda", "Huda", "Huda");
        TrailEntry sealed = trail.entriesOf("notice.evidence-sealed").getFirst();
        Path sums = unzip(first).resolve("SHA256SUMS");
        Files.writeString(folder.resolve("SEAL"), sealed.detail("sums") + "  " + sums + "\n");
        assertThat(coreutils(folder, "SEAL")).isEmpty();
    }

    @Test
    void ofOneThatWasStoppedItDoesNotSayThatAnythingIsStillToCome() throws Exception {
        announce();
        Notice notice = notices.all().getFirst();
        clock.advance(Duration.ofMinutes(10));
        Postman.sendingTo(relay.port(), application).die(notice.mailing().value());
        notices.decide(notice.id(), Decision.STOP, "It is withdrawn", HUDA);
        clock.advance(Duration.ofDays(90));

        Path taken = unzip(take());

        assertThat(table(taken, "recipients.csv"))
                .extracting(row -> row.get("state"))
                .contains("IN_FLIGHT");
        assertThat(table(taken, "trail.csv"))
                .extracting(row -> row.get("action"))
                .contains("notice.stopped");
        assertThat(Files.readString(taken.resolve("README-en.txt")))
                .contains("it never is", "broke off. It may have arrived or not")
                .doesNotContain("Under way when", "tried again later");
        assertThat(mvc.get().uri("/admin/notices/" + notice.id()).with(SignedIn.as(staff, Role.APPROVER)))
                .bodyText()
                .contains("those in flight is not recorded");
    }

    @Test
    void anAttemptThatNobodyRecordedIsCountedAndExplained() throws Exception {
        announce();
        clock.advance(Duration.ofMinutes(10));
        Postman postman = Postman.sendingTo(relay.port(), application);
        postman.die(notices.all().getFirst().mailing().value());
        clock.advance(Duration.ofHours(1));
        postman.goRound();

        Path taken = unzip(take());

        assertThat(table(taken, "recipients.csv")).allSatisfy(row -> {
            assertThat(row.get("state")).isEqualTo("ACCEPTED");
            assertThat(row.get("attempts")).isEqualTo("2");
        });
        assertThat(table(taken, "attempts.csv")).isEmpty();
        assertThat(Files.readString(taken.resolve("README-en.txt")))
                .contains("more attempts than are here", "may have been sent then or not");
    }

    @Test
    void whoeverIsSignedInAndTakesItGetsAllOfIt() throws Exception {
        announceAndSend();
        StaffBrowser approver = StaffBrowser.of(staff, Role.APPROVER, "a-password-for-tests", port);

        Path taken = unzip(
                approver.download("/admin/notices/" + notices.all().getFirst().id() + "/evidence.zip")
                        .body());

        assertThat(coreutils(taken, "SHA256SUMS")).isEmpty();
        assertThat(taken.resolve("recipients.csv")).isNotEmptyFile();
    }

    @Test
    void oneThatBreaksOffHasNoEnd() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> {
                    try (EvidenceFile file = new EvidenceFile(out, "evidence", TestClock.START)) {
                        file.add("README.txt", "Read me.");
                        file.addTable("recipients.csv", List.of("address"), table -> {
                            throw new IllegalStateException("The database is gone");
                        });
                    }
                })
                .hasMessage("The database is gone");

        assertThat(out.toString(StandardCharsets.ISO_8859_1)).startsWith("PK").doesNotContain("PK\u0001\u0002");
    }

    @Test
    void onlyThoseWhoMayApproveTakeIt() {
        announceAndSend();
        String path = "/admin/notices/" + notices.all().getFirst().id();

        MvcTestResult refused = mvc.get()
                .uri(path + "/evidence.zip")
                .with(SignedIn.as(staff, Role.EDITOR))
                .exchange();
        MvcTestResult taken = mvc.get()
                .uri(path + "/evidence.zip")
                .with(SignedIn.as(staff, Role.APPROVER))
                .exchange();

        assertThat(refused).hasStatus(403);
        assertThat(taken).hasStatusOk().hasContentType("application/zip");
        assertThat(taken.getResponse().getHeader("Content-Disposition"))
                .isEqualTo("attachment; filename=\"evidence-%s.zip\""
                        .formatted(notices.all().getFirst().reference()));
        assertThat(mvc.get().uri(path).with(SignedIn.as(staff, Role.ADMIN)))
                .bodyText()
                .contains("evidence.zip");
    }

    @Test
    void anAudienceOfAHundredThousandIsNotHeldInMemory() throws Exception {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT id, 'Sample', '', address, address, NULL, 'ACTIVE', now()
                FROM (SELECT id, 'holder-' || md5(id::text) || '@example.com' AS address
                      FROM generate_series(100, 100099) AS id) AS many
                """).update();
        announce();
        Notice notice = notices.all().getFirst();
        HeapWatch watch = new HeapWatch();

        evidence.writeTo(watch, notice, HUDA);

        assertThat(notice.accountHolders()).isEqualTo(100_006);
        assertThat(watch.megabytesWritten()).isGreaterThan(3);
        assertThat(watch.mostMegabytesMore()).isLessThan(24);
    }

    /** Looks every megabyte how much more of the heap is in use than at the beginning. */
    private static final class HeapWatch extends OutputStream {

        private final long before = used();
        private long written;
        private long mostMore;

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] block, int offset, int length) {
            if ((written + length) >> 20 > written >> 20) {
                mostMore = Math.max(mostMore, used() - before);
            }
            written += length;
        }

        long megabytesWritten() {
            return written >> 20;
        }

        long mostMegabytesMore() {
            return mostMore >> 20;
        }

        private static long used() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    /** The instance that sends in tests has another sender. */
    private static String withoutWhatDiffers(String message) {
        return message.replaceAll("(?m)^(To|Date|Message-ID|From|Reply-To): .*\\R", "")
                .strip();
    }

    private void announceAndSend() {
        announce();
        relay.answers("refused@example.com", "550 5.1.1 Unknown");
        relay.answers("busy@example.com", "450 4.2.0 Busy");
        clock.advance(Duration.ofMinutes(10));
        Postman.sendingTo(relay.port(), application).goRound();
    }

    private void announce() {
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
    }

    private byte[] take() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        evidence.writeTo(file, notices.all().getFirst(), HUDA);
        return file.toByteArray();
    }

    private Path unzip(byte[] file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path to = folder.resolve(entry.getName());
                Files.createDirectories(to.getParent());
                Files.write(to, zip.readAllBytes());
            }
        }
        return folder.resolve("evidence-" + notices.all().getFirst().reference());
    }

    /** What does not fit, as {@code sha256sum -c} says it. */
    private static List<String> coreutils(Path where, String sums) throws Exception {
        ProcessBuilder command = new ProcessBuilder("sha256sum", "--quiet", "-c", sums)
                .directory(where.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("LC_ALL", "C"); // or it says so in the language of the machine
        Process check = command.start();
        List<String> lines = new ArrayList<>(new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        assertThat(check.waitFor() == 0).isEqualTo(lines.isEmpty());
        return lines;
    }

    private static List<CSVRecord> table(Path taken, String name) throws IOException {
        try (var reader = Files.newBufferedReader(taken.resolve(name))) {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    private void holder(long id, @Nullable String email, @Nullable String language, String status) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, 'Sample', '', :email, lower(:email), :language, :status, now())
                """)
                .params(Map.of("id", id, "status", status))
                .param("email", email, Types.VARCHAR)
                .param("language", language, Types.VARCHAR)
                .update();
    }
}
