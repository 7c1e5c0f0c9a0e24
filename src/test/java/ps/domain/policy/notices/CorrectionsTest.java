package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
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
import ps.domain.policy.audit.Verification;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.Progress;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Version;

/** Who is told what when a version is withdrawn or postponed while its notice is being sent. */
@PolicyTest
class CorrectionsTest {

    private static final LocalDate FIRST_DAY = LocalDate.of(2027, 1, 1);
    private static final LocalDate SECOND_DAY = LocalDate.of(2027, 2, 1);
    private static final LocalDate THIRD_DAY = LocalDate.of(2027, 3, 1);

    @Autowired
    private Corrections corrections;

    @Autowired
    private Notices notices;

    @Autowired
    private Tellings tellings;

    @Autowired
    private Mailings mailings;

    @Autowired
    private Verification verification;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Autowired
    private Environment environment;

    private ScriptedRelay relay;
    private Postman postman;
    private SampleVersions samples;

    @BeforeEach
    void start() throws IOException {
        relay = new ScriptedRelay();
        postman = Postman.sendingTo(relay.port(), application);
        samples = new SampleVersions(application);
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void exactlyThoseWhoWereToldOrMayHaveBeenGetExactlyOneCorrection() throws Exception {
        Version second = announceTo("accepted", "refused", "retrying", "ambiguous", "dead", "wire", "unsent");
        relay.answers("refused@example.com", "550 5.1.1 Unknown");
        relay.answers("retrying@example.com", "450 4.2.0 Busy");
        relay.answers("DOT ambiguous@example.com", ScriptedRelay.DROP);
        send("accepted", "refused", "retrying", "ambiguous");
        due("dead");
        assertThat(postman.die(notices.all().getFirst().mailing().value())).isEqualTo(1);
        relay.holds("DOT wire@example.com");
        due("wire");
        try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
            Future<?> round = worker.submit(() -> postman.goRound());
            await().until(() -> relay.isHolding("DOT wire@example.com"));

            withdraw(second);
            corrections.settle();
            assertThat(kinds()).containsExactly("CHANGE");
            relay.letGo("DOT wire@example.com");
            round.get();
        }
        corrections.settle();
        assertThat(kinds()).as("an instance may still have one in hand").containsExactly("CHANGE");

        clock.advance(Duration.ofMinutes(21));
        corrections.settle();
        corrections.settle();

        assertThat(kinds()).containsExactly("CHANGE", "CORRECTION");
        assertThat(addressesOf(correction())).containsExactly("accepted", "ambiguous", "dead", "wire");
        relay.isFriendly();
        List<String> before = List.copyOf(relay.recipients());
        sendEverything();
        assertThat(relay.recipients().subList(before.size(), relay.recipients().size()))
                .containsExactlyInAnyOrder(
                        "accepted@example.com", "ambiguous@example.com", "dead@example.com", "wire@example.com");
        assertThat(mailings.progress(notices.all().getLast().mailing()).phase()).isEqualTo(Progress.Phase.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 4.2.0 Busy", "550 5.1.1 Unknown"})
    void whoMayHaveGotItIsCorrectedEvenIfItWasTriedLaterInVain(String later) {
        Version second = announceTo("ambiguous", "dead", "never");
        relay.answers("DOT ambiguous@example.com", ScriptedRelay.DROP);
        send("ambiguous");
        due("dead");
        postman.die(notices.all().getFirst().mailing().value());
        clock.advance(Duration.ofMinutes(21));
        relay.isFriendly();
        relay.answers("RCPT", later);
        send("dead", "never");

        withdraw(second);
        corrections.settle();

        assertThat(mailings.progress(notices.about(2).getFirst().mailing()).accepted())
                .isZero();
        assertThat(addressesOf(correction())).containsExactly("ambiguous", "dead");
    }

    @Test
    void theyAreWrittenToAtTheAddressThatGotTheFirstMailInTheSameLanguageAndInItsThread() {
        Version second = announceTo("one", "shared");
        sendEverything();
        jdbc.sql(
                        "UPDATE account_holder SET email = 'moved@example.com', email_key = 'moved@example.com', language = 'en'")
                .update();

        withdraw(second);
        corrections.settle();
        sendEverything();

        Notice correction = correction();
        assertThat(correction.accountHolders()).isEqualTo(3);
        assertThat(jdbc.sql("SELECT count(DISTINCT delivery_id) || ' ' || count(*) FILTER (WHERE leads) FROM"
                                + " notice_recipient WHERE notice_id = :id AND client_id IN (2, 3)")
                        .param("id", correction.id())
                        .query(String.class)
                        .single())
                .isEqualTo("1 1");
        assertThat(relay.messages()).hasSize(4);
        Map<String, String> first = headers("Message-ID", relay.messages().subList(0, 2));
        assertThat(headers("In-Reply-To", relay.messages().subList(2, 4))).isEqualTo(first);
        assertThat(headers("References", relay.messages().subList(2, 4))).isEqualTo(first);
        assertThat(headers("Content-Language", relay.messages()))
                .containsOnlyKeys("one@example.com", "shared@example.com")
                .containsEntry("one@example.com", "ar");
    }

    @Test
    void whoeverIsToldOfNothingGetsNoCorrection() {
        Version second = announceTo("unsent");

        withdraw(second);
        corrections.settle();
        sendEverything();

        assertThat(kinds()).containsExactly("CHANGE");
        assertThat(relay.recipients()).isEmpty();
        assertThat(corrections.reach(second)).isEqualTo(new Reach(1, 0, 0, 0));
    }

    @Test
    void theOthersOfAPostponedVersionAreToldOfItWithItsNewDay() {
        Version second = announceTo("told", "refused", "unsent");
        relay.answers("refused@example.com", "550 5.1.1 Unknown");
        send("told", "refused");
        holder(90, "new@example.com");

        postpone(second, SECOND_DAY);
        corrections.settle();
        corrections.settle();

        assertThat(kinds()).containsExactly("CHANGE", "CHANGE", "CORRECTION");
        assertThat(addressesOf(correction())).containsExactly("told");
        Notice again = notices.about(2).get(1);
        assertThat(addressesOf(again)).containsExactly("refused", "unsent");
        assertThat(mailings.letters(again.mailing()))
                .extracting(Letter::subject)
                .containsExactly(
                        "تتغيّر سياسة الخصوصية لدى domain.ps في 1 شباط 2027",
                        "domain.ps: our privacy policy changes on 1 February 2027");
        long told = jdbc.sql("SELECT client_id FROM account_holder WHERE email = 'told@example.com'")
                .query(Long.class)
                .single();
        assertThat(tellings.of(told))
                .as("not said to be unknown when the others were told")
                .hasOnlyElementsOfType(Telling.Sent.class)
                .extracting(telling -> telling.notice().kind())
                .containsExactly(NoticeKind.CORRECTION, NoticeKind.CHANGE);
        assertThat(mailings.progress(again.mailing()).phase()).isEqualTo(Progress.Phase.HELD);
        assertThat(mailings.progress(correction().mailing()).phase()).isEqualTo(Progress.Phase.SENDING);
        assertThat(jdbc.sql("SELECT told || ' ' || untold FROM notice_settlement")
                        .query(String.class)
                        .single())
                .isEqualTo("1 2");
    }

    @Test
    void aVersionPostponedTwiceAndThenWithdrawnIsCorrectedForWhoeverWasToldOfItByAnyNotice() {
        Version second = announceTo("early", "middle", "late", "never");
        send("early");
        postpone(second, SECOND_DAY);
        corrections.settle();
        clock.advance(Duration.ofMinutes(11));
        send("middle");

        postpone(second, THIRD_DAY);
        corrections.settle();
        List<Notice> all = notices.about(2);
        Notice latestCorrection = all.getLast();
        assertThat(all)
                .extracting(Notice::kind)
                .containsExactly(
                        NoticeKind.CHANGE,
                        NoticeKind.CHANGE,
                        NoticeKind.CORRECTION,
                        NoticeKind.CHANGE,
                        NoticeKind.CORRECTION);
        assertThat(addressesOf(latestCorrection)).containsExactly("early", "middle");
        assertThat(mailings.progress(all.get(2).mailing()).phase())
                .as("the first correction was not sent yet, and a newer one takes its place")
                .isEqualTo(Progress.Phase.STOPPED);
        assertThat(addressesOf(all.get(3))).containsExactly("late", "never");
        assertThat(letter(latestCorrection, "en", all.get(0)).text())
                .contains(
                        "changes on 1 March 2027, not on 1 January 2027",
                        all.get(0).reference());
        assertThat(letter(latestCorrection, "en", all.get(1)).text())
                .contains(
                        "changes on 1 March 2027, not on 1 February 2027",
                        all.get(1).reference());
        clock.advance(Duration.ofMinutes(11));
        send("late");

        withdraw(second);
        corrections.settle();

        Notice last = notices.about(2).getLast();
        assertThat(addressesOf(last)).containsExactly("early", "late", "middle");
        assertThat(jdbc.sql("SELECT count(*) FROM notice WHERE kind = 'CHANGE'")
                        .query(Long.class)
                        .single())
                .as("nobody is told of what never takes effect")
                .isEqualTo(3);
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    @Test
    void onlyTheLastStepCountsIfTheJobComesLate() {
        Version second = announceTo("told", "unsent");
        send("told");

        postpone(second, SECOND_DAY);
        withdraw(second);
        corrections.settle();

        assertThat(kinds()).containsExactly("CHANGE", "CORRECTION");
        assertThat(letter(correction(), "en", notices.about(2).getFirst()).subject())
                .startsWith("Correction from domain.ps: our privacy policy does not change on 1 January 2027");
    }

    @Test
    void manyInstancesCreateItOnce() throws Exception {
        Version second = announceTo("told", "unsent");
        send("told");
        postpone(second, SECOND_DAY);

        List<Callable<Boolean>> instances = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(number -> () -> {
                    corrections.settle();
                    return true;
                })
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(instances.size())) {
            for (Future<Boolean> instance : threads.invokeAll(instances)) {
                assertThat(instance.get()).isTrue();
            }
        }

        assertThat(kinds()).containsExactly("CHANGE", "CHANGE", "CORRECTION");
        assertThat(jdbc.sql("SELECT count(*) FROM delivery").query(Long.class).single())
                .isEqualTo(2 + 1 + 1);
    }

    @Test
    void theTrailTellsOfTheStopAndTheCorrectionAndCoversBoth() {
        Version second = announceTo("told");
        sendEverything();
        withdraw(second);
        corrections.settle();

        assertThat(jdbc.sql("SELECT action FROM audit_entry ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "version.published", "notice.created", "version.withdrawn", "notice.stopped", "notice.created");
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE notice SET tells_of = 9 WHERE kind = 'CORRECTION'",
                "UPDATE notice SET kind = 'CHANGE' WHERE kind = 'CORRECTION'",
                "UPDATE letter SET text = text || '.' WHERE variant LIKE 'ar.%'",
                "DELETE FROM notice_recipient WHERE corrects IS NOT NULL"
            })
    void aCorrectionThatASuperuserChangedIsFound(String change) {
        Version second = announceTo("told");
        sendEverything();
        withdraw(second);
        corrections.settle();
        assertThat(verification.run(Map.of())).allMatch(Checked::isSound);

        superuser().sql("SET session_replication_role = replica; " + change).update();

        assertThat(verification.run(Map.of())).extracting(Checked::isSound).containsExactly(true, true, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE notice_settlement SET told = 0",
                "DELETE FROM notice_settlement",
                "TRUNCATE notice_settlement",
                "UPDATE notice_recipient SET corrects = NULL",
                "UPDATE delivery SET follows = NULL"
            })
    void theDatabaseRefusesToChangeWhoWasCorrected(String change) {
        Version second = announceTo("told");
        sendEverything();
        withdraw(second);
        corrections.settle();

        assertThatThrownBy(() -> superuser().sql(change).update()).hasMessageContaining("is refused");
    }

    private JdbcClient superuser() {
        return TestDatabase.of(environment).asSuperuser();
    }

    @Test
    void whatWasWithdrawnInAnotherWayIsStoppedAndCorrectedToo() {
        Version second = announceTo("told", "unsent");
        send("told");
        samples.withdraw(second);

        corrections.settle();

        assertThat(addressesOf(correction())).containsExactly("told");
        assertThat(mailings.progress(notices.about(2).getFirst().mailing()).phase())
                .isEqualTo(Progress.Phase.STOPPED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ar | تصحيح من domain.ps: لن تتغيّر سياسة الخصوصية في 1 كانون الثاني 2027 | وجدنا فيها خطأً. | We found a mistake in it.
            en | Correction from domain.ps: our privacy policy does not change on 1 January 2027 | We found a mistake in it. | وجدنا فيها خطأً.
            """)
    void theMailSaysWhatItCorrectsWhatCountsNowAndWhyInTheRecipientsLanguageFirst(
            String variant, String subject, String first, String second) {
        Version version = announceTo("told");
        sendEverything();
        withdraw(version);
        corrections.settle();

        Notice announcement = notices.about(2).getFirst();
        Letter letter = letter(correction(), variant, announcement);
        assertThat(letter.subject()).startsWith(subject).contains(announcement.reference());
        assertThat(List.of(letter.text(), Jsoup.parse(letter.html()).text()))
                .allSatisfy(text -> assertThat(text)
                        .containsSubsequence(first, second)
                        .contains(
                                announcement.reference(),
                                correction().reference(),
                                "version 2 of the privacy policy of domain.ps would take effect on 1 January 2027",
                                "We have withdrawn version 2.",
                                "Version 1 stays in force.",
                                "سحبنا النسخة 2",
                                "تبقى النسخة 1 سارية"));
        assertThat(Jsoup.parse(letter.html()).select("a").eachAttr("href"))
                .containsExactlyInAnyOrder(
                        "http://localhost:8080/ar/notice/" + correction().reference(),
                        "http://localhost:8080/en/notice/" + correction().reference(),
                        "http://localhost:8080/ar/privacy/versions/2",
                        "http://localhost:8080/ar/privacy/versions",
                        "http://localhost:8080/en/privacy/versions/2",
                        "http://localhost:8080/en/privacy/versions");
        assertThat(Jsoup.parse(letter.html()).select("p, h1, h2, td, table, div"))
                .allMatch(block -> block.hasAttr("dir") && block.hasAttr("lang"));
        assertThat(Jsoup.parse(letter.html()).select("img, link, script")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script> & \"x\"", "<img src=//evil.example/x>", "[a](javascript:alert(1))"})
    void whateverStandsInTheReasonIsTextInTheMail(String reason) {
        Version second = announceTo("told");

        List<MailPreview> previews = transactions.execute(
                transaction -> corrections.preview(second, SECOND_DAY, new BilingualText(reason, reason)));

        assertThat(previews).hasSize(2).allSatisfy(preview -> {
            assertThat(Jsoup.parse(preview.html()).select("script, img, a[href^=javascript]"))
                    .isEmpty();
            assertThat(preview.html()).doesNotContain("<script").doesNotContain("<img");
            assertThat(preview.text()).contains(reason);
        });
    }

    @Test
    void thePreviewIsWhatIsSentThen() {
        Version second = announceTo("told");
        sendEverything();
        MailPreview preview = corrections
                .preview(second, null, new BilingualText("وجدنا فيها خطأً.", "We found a mistake in it."))
                .getFirst();
        withdraw(second);
        corrections.settle();

        Letter sent = letter(correction(), "ar", notices.about(2).getFirst());
        assertThat(preview.subject()).isEqualTo(sent.subject());
        assertThat(preview.html().replace("PP2-0000-0000-0000", correction().reference()))
                .isEqualTo(sent.html());
        assertThat(preview.text().replace("PP2-0000-0000-0000", correction().reference()))
                .isEqualTo(sent.text());
    }

    /** Publishes version 2 and announces it to people who read Arabic; {@code shared} are two with one address. */
    private Version announceTo(String... names) {
        long id = 1;
        for (String name : names) {
            holder(id++, name + "@example.com");
            if (name.equals("shared")) {
                holder(id++, "Shared@example.com");
            }
        }
        Version version = transactions.execute(transaction -> {
            Version published = samples.material(FIRST_DAY);
            notices.announce(published, Actor.APPLICATION);
            return published;
        });
        clock.advance(Duration.ofMinutes(11)); // the hold is over
        return version;
    }

    private void withdraw(Version version) {
        transactions.executeWithoutResult(
                transaction -> corrections.halt(version, () -> samples.withdraw(version), Actor.APPLICATION));
    }

    private void postpone(Version version, LocalDate to) {
        transactions.executeWithoutResult(
                transaction -> corrections.halt(version, () -> samples.postpone(version, to), Actor.APPLICATION));
    }

    /** Of what was not attempted yet, only these are due: somebody has to be first. */
    private void due(String... names) {
        jdbc.sql("""
                UPDATE delivery
                SET next_attempt_at = CASE WHEN address IN (:addresses) THEN :now ELSE :never END
                WHERE state IN ('QUEUED', 'IN_FLIGHT') AND (state = 'QUEUED' OR address IN (:addresses))
                """)
                .param(
                        "addresses",
                        Stream.of(names).map(name -> name + "@example.com").toList())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("never", clock.instant().plus(Duration.ofDays(9)).atOffset(ZoneOffset.UTC))
                .update();
    }

    private void send(String... names) {
        due(names);
        sendEverything();
    }

    /** As many rounds as it takes when mailings are chosen at random and the server closes connections. */
    private void sendEverything() {
        for (int round = 0; round < 12; round++) {
            postman.goRound();
        }
    }

    private void holder(long id, String email) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, 'Sample', '', :email, lower(:email), 'ar', 'ACTIVE', now())
                """).param("id", id).param("email", email).update();
    }

    private Notice correction() {
        return notices.about(2).stream()
                .filter(notice -> notice.kind() == NoticeKind.CORRECTION)
                .findFirst()
                .orElseThrow();
    }

    private Letter letter(Notice notice, String language, Notice earlier) {
        return mailings.letters(notice.mailing()).stream()
                .filter(letter -> letter.variant().equals(language + "." + earlier.reference()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> kinds() {
        return jdbc.sql("SELECT kind FROM notice ORDER BY kind")
                .query(String.class)
                .list();
    }

    private List<String> addressesOf(Notice notice) {
        return jdbc.sql("""
                SELECT replace(address, '@example.com', '') FROM delivery WHERE mailing_id = :mailing ORDER BY 1
                """)
                .param("mailing", notice.mailing().value())
                .query(String.class)
                .list();
    }

    /** A header of each message by its recipient. */
    private static Map<String, String> headers(String name, List<String> messages) {
        return messages.stream()
                .collect(Collectors.toMap(
                        message -> header("To", message).toLowerCase(Locale.ROOT),
                        message -> header(name, message),
                        (first, second) -> second));
    }

    private static String header(String name, String message) {
        return message.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }
}
