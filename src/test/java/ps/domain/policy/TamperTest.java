package ps.domain.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Finding;
import ps.domain.policy.audit.Finding.Flaw;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.audit.Verification;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Effect;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Version;

/** Somebody who has the database changes what is recorded there: while triggers are on, in vain; else it shows. */
@PolicyTest
class TamperTest {

    @Autowired
    private Verification verification;

    @Autowired
    private Notices notices;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Environment environment;

    /** Version 2 with an effect, told of, postponed twice; version 3 withdrawn; 8 entries of the trail. */
    @BeforeEach
    void aLongStory() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now()),
                       (2, 'Sample', '', 'two@example.com', 'two@example.com', 'en', 'ACTIVE', now()),
                       (3, 'Sample', '', NULL, NULL, 'en', 'ACTIVE', now())
                """).update();
        SampleVersions samples = new SampleVersions(application);
        Version second = publishAndAnnounce();
        samples.postpone(second, LocalDate.of(2027, 1, 20));
        samples.postpone(second, LocalDate.of(2027, 2, 1));
        Version third = samples.minor(LocalDate.of(2027, 3, 1));
        samples.withdraw(third);
        samples.minor(LocalDate.of(2027, 3, 1));
    }

    @Test
    void whatNobodyChangedFits() {
        List<Checked> results = verification.run(Map.of());

        assertThat(results).extracting(Checked::name).containsExactly("trail", "versions", "notices");
        assertThat(results).allMatch(Checked::isSound);
        assertThat(results.stream()
                        .flatMap(checked -> checked.counts().stream())
                        .map(count -> count.number() + " " + count.of()))
                .containsExactly("7 entries", "4 publication", "1 withdrawal", "2 postponement", "1 notices");
        assertThat(results.get(0).newest()).isEqualTo(newest("audit_entry"));
        assertThat(results.get(1).newest()).isEqualTo(newest("policy_chain"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            UPDATE policy_section SET body_en = replace(body_en, 'a', 'e') WHERE version_number = 2 AND position = 3 → versions → publication → 2 → CONTENT
            UPDATE policy_section SET heading_ar = heading_ar || ' ' WHERE version_number = 2 AND position = 1 → versions → publication → 2 → CONTENT
            UPDATE policy_section SET position = position + 100 WHERE version_number = 2 AND position IN (6, 7); UPDATE policy_section SET position = 113 - position WHERE position > 100 → versions → publication → 2 → CONTENT
            UPDATE policy_effect SET text_en = 'Nothing.' → versions → publication → 2 → CONTENT
            UPDATE policy_version SET published_at = published_at + interval '1 microsecond' WHERE number = 2 → versions → publication → 2 → CONTENT
            UPDATE policy_withdrawal SET reason_ar = 'سبب آخر.' → versions → withdrawal → 3 → CONTENT
            UPDATE policy_postponement SET postponed_to = '2027-02-02' WHERE postponed_to = '2027-02-01' → versions → postponement → 2 → CONTENT
            DELETE FROM policy_postponement WHERE postponed_to = '2027-01-20' → versions → postponement → 2 → PLACE
            DELETE FROM policy_withdrawal → versions → publication → 4 → PLACE
            DELETE FROM policy_section WHERE version_number = 4; DELETE FROM policy_version WHERE number = 4 → versions → entry → 7 → ONLY_IN_TRAIL
            UPDATE audit_entry SET actor_name = 'somebody else' WHERE seq = 3 → trail → entry → 3 → CONTENT
            UPDATE audit_entry SET details = details || '{"to": "2027-01-02"}' WHERE seq = 4 → trail → entry → 4 → CONTENT
            UPDATE audit_entry SET details = '"nothing"' WHERE seq = 4 → trail → entry → 4 → UNREADABLE
            UPDATE audit_entry SET seq = seq + 100 WHERE seq IN (3, 4); UPDATE audit_entry SET seq = 107 - seq WHERE seq > 100 → trail → entry → 3 → CONTENT
            DELETE FROM audit_entry WHERE seq = 5 → trail → entry → 6 → PLACE
            DELETE FROM audit_entry WHERE seq = 1 → trail → entry → 2 → PLACE
            DELETE FROM audit_entry WHERE seq = 7 → versions → publication → 4 → NOT_IN_TRAIL
            UPDATE letter SET text = text || '.' WHERE variant = 'ar' → notices → notice →  → CONTENT
            UPDATE letter SET subject = 'Another' WHERE variant = 'en' → notices → notice →  → CONTENT
            DELETE FROM notice_recipient WHERE client_id = 2 → notices → notice →  → CONTENT
            DELETE FROM notice → notices → entry → 2 → ONLY_IN_TRAIL
            """)
    void whatASuperuserChangedIsFoundAndNamed(String change, String proof, String kind, String which, Flaw flaw) {
        withTriggersOff(change);

        Finding finding = verification.run(Map.of()).stream()
                .filter(checked -> checked.name().equals(proof))
                .map(Checked::finding)
                .findFirst()
                .orElseThrow();
        assertThat(finding).isNotNull();
        assertThat(finding.flaw()).isEqualTo(flaw);
        assertThat(finding.kind()).isEqualTo(kind);
        if (which != null) {
            assertThat(finding.which()).isEqualTo(which);
        }
    }

    @Test
    void whoCutsOffTheNewestEntriesOfBothChainsIsFoundByWhatWasNoted() {
        Fingerprint trail = newest("audit_entry");
        Fingerprint chain = newest("policy_chain");
        Map<String, Set<Fingerprint>> noted = Map.of("trail", Set.of(trail), "versions", Set.of(chain));
        assertThat(verification.run(noted)).allMatch(Checked::isSound);

        withTriggersOff("""
                DELETE FROM policy_section WHERE version_number = 4;
                DELETE FROM policy_version WHERE number = 4;
                DELETE FROM audit_entry WHERE seq = 7
                """);

        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
        assertThat(verification.run(noted).subList(0, 2))
                .extracting(Checked::finding)
                .containsExactly(
                        new Finding("noted", trail.hex(), Flaw.NOT_IN_CHAIN, null, null),
                        new Finding("noted", chain.hex(), Flaw.NOT_IN_CHAIN, null, null));
    }

    @Test
    void theCommandSaysThatEverythingFitsAndChangesNothing() throws Exception {
        Outcome outcome = verify("--expect-trail=" + newest("audit_entry").hex());

        assertThat(outcome.output())
                .contains("Entries: 7", "Publications: 4, Withdrawals: 1, Postponements: 2", "Notices: 1")
                .contains(newest("audit_entry").hex(), newest("policy_chain").hex())
                .contains("Everything is as it was recorded.");
        assertThat(outcome.exitCode()).isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry")
                        .query(Long.class)
                        .single())
                .isEqualTo(7);
    }

    @Test
    void theCommandNamesWhatDoesNotFitWithWhatWasExpectedAndWhatFound() throws Exception {
        withTriggersOff("UPDATE policy_section SET body_en = 'X' || body_en WHERE version_number = 2 AND position = 1");
        Outcome outcome = verify();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("Version 2 does not say what was recorded")
                .contains("Expected: "
                        + versions.timeline().version(2).orElseThrow().sha256())
                .containsPattern("Found: [0-9a-f]{64}")
                .contains("Something is not as it was recorded.");
    }

    @ParameterizedTest
    @CsvSource({
        "--expect-nothing=1, there is no option --expect-nothing",
        "--expect-trail=12, A SHA-256 has 64 hexadecimal digits",
        "--spring.datasource.url=jdbc:postgresql://localhost:1/nowhere, Nothing could be verified"
    })
    void theCommandThatCannotLookSaysSoAndDoesNotCallItTampering(String argument, String sentence) throws Exception {
        Outcome outcome = verify(argument);

        assertThat(outcome.output()).contains(sentence);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    /** Every table that must keep what it holds, with a column of it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_version.summary_en",
                "policy_section.body_ar",
                "policy_effect.text_ar",
                "policy_withdrawal.reason_en",
                "policy_postponement.postponed_to",
                "notice.reference",
                "notice_recipient.email",
                "notice_unreached.reason",
                "mailing.name",
                "letter.html",
                "delivery.address",
                "audit_entry.details"
            })
    void whoeverAsksTheDatabaseRefusesToChangeWhatIsRecorded(String column) {
        String table = column.substring(0, column.indexOf('.'));
        String name = column.substring(table.length() + 1);

        for (String change : List.of(
                "UPDATE %s SET %s = %s".formatted(table, name, name),
                "DELETE FROM " + table,
                "TRUNCATE %s CASCADE".formatted(table))) {
            assertThatThrownBy(() -> asSuperuser(change)).as(change).hasMessageContaining("is refused");
        }
    }

    private Version publishAndAnnounce() {
        Version first = versions.timeline().version(1).orElseThrow();
        Section section = first.sections().getFirst();
        return transactions.execute(transaction -> {
            Version second = versions.publish(
                    new NewVersion(
                            LocalDate.of(2027, 1, 1),
                            new Material(),
                            new BilingualText("سياسة أخرى", "Another policy"),
                            new BilingualText("ملخّص.", "A summary."),
                            first.sections(),
                            List.of(new Effect(
                                    section.key(), new BilingualText("لا شيء يتغيّر.", "Nothing changes.")))),
                    Actor.APPLICATION);
            notices.announce(second, Actor.APPLICATION);
            return second;
        });
    }

    private Fingerprint newest(String chain) {
        return Fingerprint.ofBytes(jdbc.sql("SELECT hash FROM " + chain + " ORDER BY seq DESC LIMIT 1")
                .query(byte[].class)
                .single());
    }

    private void withTriggersOff(String change) {
        asSuperuser("SET session_replication_role = replica; " + change);
    }

    private void asSuperuser(String sql) {
        TestDatabase.of(environment).asSuperuser().sql(sql).update();
    }

    /** What a process ended with, and what it said. */
    private record Outcome(int exitCode, String output) {}

    private Outcome verify(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PolicyApplication.class.getName(),
                "verify",
                "--spring.config.location=classpath:/application.yaml"));
        command.addAll(List.of(arguments));
        for (String setting : TestDatabase.of(environment).settings()) {
            String name = "--" + setting.substring(0, setting.indexOf('=') + 1);
            if (List.of(arguments).stream().noneMatch(argument -> argument.startsWith(name))) {
                command.add("--" + setting);
            }
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
