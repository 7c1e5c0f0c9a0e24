package ps.domain.policy.editing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.notices.Notices;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/** Withdrawing and postponing a version as staff do it. */
@PolicyTest
class WithdrawalTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static final String WITHDRAWAL = "/admin/versions/2/withdrawal";
    private static final String POSTPONEMENT = "/admin/versions/2/postponement";
    private static final Actor HUDA = new Actor(null, "Huda");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private UpcomingVersions upcoming;

    @Autowired
    private Notices notices;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private Version second;
    private RequestPostProcessor approver;

    @BeforeEach
    void anAnnouncedVersion() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample', '', 'one@example.com', 'one@example.com', 'ar', 'ACTIVE', now()),
                       (2, 'Sample', '', 'two@example.com', 'two@example.com', 'en', 'ACTIVE', now())
                """).update();
        second = transactions.execute(transaction -> {
            Version version = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
            notices.announce(version, Actor.APPLICATION);
            return version;
        });
        approver = SignedIn.as(staff.register(
                "approver@staff.example", "approver", Role.APPROVER, Language.EN, PASSWORD, Actor.APPLICATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {WITHDRAWAL, POSTPONEMENT})
    void whoMayOnlyWriteMayNeitherLookNorDecide(String path) {
        RequestPostProcessor editor = SignedIn.as(staff, Role.EDITOR);

        assertThat(mvc.get().uri(path).with(editor)).hasStatus(403);
        assertThat(send(path, editor, "withdraw", "2027-02-01", "سبب.", "A reason.", 2))
                .hasStatus(403);
        assertThat(state()).isEqualTo(VersionState.UPCOMING);
        assertThat(Jsoup.parse(body(mvc.get().uri("/admin/drafts").with(editor).exchange()))
                        .select("a[href^=/admin/versions]"))
                .isEmpty();
        assertThat(Jsoup.parse(body(
                                mvc.get().uri("/admin/drafts").with(approver).exchange()))
                        .select("a[href^=/admin/versions]")
                        .eachAttr("href"))
                .containsExactly(POSTPONEMENT, WITHDRAWAL);
    }

    @Test
    void thePageShowsWhatWillHappenAndTheMailBeforeItDoes() {
        jdbc.sql("UPDATE delivery SET state = 'ACCEPTED', next_attempt_at = NULL WHERE address = 'one@example.com'")
                .update();
        jdbc.sql("""
                INSERT INTO mailing_count (mailing_id, shard, counted, deliveries)
                SELECT id, 1, change.state, change.by FROM mailing, (VALUES ('ACCEPTED', 1), ('QUEUED', -1)) change(state, by)
                """).update();

        Document page = Jsoup.parse(
                body(send(WITHDRAWAL, approver, "preview", "", "وجدنا *خطأً*.", "We found a <b>mistake</b>.", 2)));

        assertThat(page.select(".figures dd").eachText()).containsExactly("2", "1", "0", "0", "1");
        assertThat(page.text())
                .contains(
                        "Addresses: 1.",
                        "Version 1 stays in force.",
                        "Correction from domain.ps: our privacy policy does not change on 1 January 2027");
        assertThat(page.select("iframe")).hasSize(2);
        Document mail = Jsoup.parse(body(mvc.get()
                .uri(URI.create(page.select("iframe").get(1).attr("src")))
                .with(approver)
                .exchange()));
        assertThat(mail.text()).contains("We found a <b>mistake</b>.");
        assertThat(page.select("pre").eachText()).allMatch(text -> text.contains("We found a <b>mistake</b>."));
        assertThat(state()).isEqualTo(VersionState.UPCOMING);
        assertThat(page.expectFirst("#reason-ar").text()).isEqualTo("وجدنا *خطأً*.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 | postponement | Version 1 stays in force until version 2 takes its place on 1 January 2027.
            3 | withdrawal   | Version 1 stays in force until version 2 takes its place on 1 January 2027.
            2 | postponement | Until then version 1 stays in force.
            2 | withdrawal   | Version 1 stays in force until version 3 takes its place on 1 June 2027.
            """)
    void thePageSaysWhatIsInForceInItsPlace(int version, String step, String sentence) {
        new SampleVersions(application).minor(LocalDate.of(2027, 6, 1));

        Document page = Jsoup.parse(body(mvc.get()
                .uri("/admin/versions/" + version + "/" + step)
                .with(approver)
                .exchange()));

        assertThat(page.select(".steps li").eachText().getFirst()).endsWith(sentence);
        assertThat(page.select(".steps li").eachText().getFirst().split("stays in force"))
                .hasSize(2);
    }

    /** Version 2 is replaced by version 3, of the same day. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4 | Version 1 stays in force until version 3 takes its place on 1 January 2027.
            3 | Version 1 stays in force until version 2 takes its place on 1 January 2027.
            """)
    void thePageNamesNothingThatTakesNoEffect(int version, String sentence) {
        SampleVersions samples = new SampleVersions(application);
        samples.minor(LocalDate.of(2027, 1, 1));
        samples.minor(LocalDate.of(2027, 6, 1));

        Document page = Jsoup.parse(body(mvc.get()
                .uri("/admin/versions/" + version + "/withdrawal")
                .with(approver)
                .exchange()));

        assertThat(page.select(".steps li").eachText().getFirst()).endsWith(sentence);
    }

    @Test
    void aVersionIsWithdrawnWithItsMailings() {
        assertThat(send(WITHDRAWAL, approver, "withdraw", "", "سبب.", "A reason.", 2))
                .hasStatus(302)
                .hasRedirectedUrl(WITHDRAWAL);

        assertThat(state()).isEqualTo(VersionState.WITHDRAWN);
        assertThat(versions.timeline().withdrawalOf(second).orElseThrow().reason())
                .isEqualTo(new BilingualText("سبب.", "A reason."));
        assertThat(decisions()).containsExactly("STOPPED");
        Document done =
                Jsoup.parse(body(mvc.get().uri(WITHDRAWAL).with(approver).exchange()));
        assertThat(done.text()).contains("Version 2 is withdrawn", "A reason.", "Nothing more is sent of its notice.");
        assertThat(done.select(".measure a[href=/admin/notices]")).hasSize(1);
    }

    @Test
    void aVersionIsPostponedWithItsMailings() {
        assertThat(send(POSTPONEMENT, approver, "postpone", "2027-02-01", "سبب.", "A reason.", 2))
                .hasStatus(302)
                .hasRedirectedUrl(POSTPONEMENT);

        assertThat(versions.timeline().effectiveFrom(second)).isEqualTo(LocalDate.of(2027, 2, 1));
        assertThat(decisions()).containsExactly("STOPPED");
        assertThat(Jsoup.parse(body(mvc.get().uri(POSTPONEMENT).with(approver).exchange()))
                        .text())
                .contains("Takes effect on 1 February 2027", "Postponed on 1 December 2026");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            withdrawal   | withdraw |            | سبب. |           | Give the reason in English
            withdrawal   | withdraw |            |      | A reason. | Give the reason in Arabic
            withdrawal   | withdraw |            | سبب. | a\u202eb | bidi
            postponement | postpone |            | سبب. | A reason. | Choose the new day
            postponement | postpone | tomorrow   | سبب. | A reason. | tomorrow
            postponement | postpone | 2027-01-01 | سبب. | A reason. | Choose a day that is later
            postponement | postpone | 2026-12-31 | سبب. | A reason. | Choose a day that is later
            postponement | postpone | 2027-02-30 | سبب. | A reason. | 2027-02-30
            postponement | postpone | 9999-01-01 | سبب. | A reason. | 9999-01-01
            postponement | postpone | 2027-07-01 | سبب. | A reason. | Choose an earlier day
            """)
    void whatCannotBeIsSaidAndWhatWasTypedIsKept(
            String step, String then, String to, String ar, String en, String problem) {
        new SampleVersions(application).minor(LocalDate.of(2027, 6, 1));

        Document page = Jsoup.parse(body(send(
                "/admin/versions/2/" + step,
                approver,
                then,
                to == null ? "" : to,
                ar == null ? "" : ar,
                en == null ? "" : en,
                2)));

        assertThat(page.select(".error-summary li")).isNotEmpty();
        if (!problem.equals("bidi")) {
            assertThat(page.select(".error-summary").text()).contains(problem);
        }
        assertThat(page.expectFirst("#reason-en").wholeText()).isEqualTo(en == null ? "" : en);
        assertThat(page.expectFirst("#reason-ar").wholeText()).isEqualTo(ar == null ? "" : ar);
        if (step.equals("postponement")) {
            assertThat(page.expectFirst("#to").val()).isEqualTo(to == null ? "" : to);
        }
        assertThat(state()).isEqualTo(VersionState.UPCOMING);
        assertThat(decisions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        WITHDRAWAL + ", withdraw, ''",
        WITHDRAWAL + ", withdraw, another password",
        POSTPONEMENT + ", postpone, ''",
        POSTPONEMENT + ", postpone, another password"
    })
    void withoutThePasswordNothingHappensAndWhatWasTypedIsKept(String path, String then, String password) {
        MvcTestResult answer = send(path, approver, then, "2027-02-01", "سبب.", "A reason.", 2, password);

        Document page = Jsoup.parse(body(answer));
        assertThat(page.select(".error-summary a").eachAttr("href")).containsExactly("#password");
        assertThat(page.expectFirst("#reason-en").wholeText()).isEqualTo("A reason.");
        assertThat(page.expectFirst("#password").val()).isEmpty();
        assertThat(state()).isEqualTo(VersionState.UPCOMING);
        assertThat(decisions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({WITHDRAWAL + ", withdraw", POSTPONEMENT + ", postpone"})
    void aReasonThatIsHardlyInItsLanguageIsAskedAboutOnce(String path, String then) {
        Document asked = Jsoup.parse(
                body(send(path, approver, then, "2027-02-01", "We found a mistake.", "We found a mistake.", 2)));

        assertThat(asked.select(".error-summary a").eachAttr("href")).containsExactly("#reason-ar");
        assertThat(state()).isEqualTo(VersionState.UPCOMING);
        assertThat(decisions()).isEmpty();

        assertThat(mvc.post()
                        .uri(path)
                        .with(approver)
                        .with(csrf())
                        .param("then", then)
                        .param("to", "2027-02-01")
                        .param("reasonAr", "We found a mistake.")
                        .param("reasonEn", "We found a mistake.")
                        .param("seen", "2")
                        .param("looked", asked.expectFirst("[name=looked]").val())
                        .param("password", PASSWORD)
                        .exchange())
                .hasStatus(302);
        assertThat(decisions()).containsExactly("STOPPED");
    }

    @Test
    void aReasonThatIsFarTooLongIsRefusedWithNothingLost() {
        String tooLong = "x".repeat(100_000);

        Document page = Jsoup.parse(body(send(WITHDRAWAL, approver, "withdraw", "", "سبب.", tooLong, 2)));

        assertThat(page.select(".error-summary li")).hasSize(1);
        assertThat(page.expectFirst("#reason-en").text()).isEqualTo(tooLong);
        assertThat(state()).isEqualTo(VersionState.UPCOMING);
    }

    @ParameterizedTest
    @CsvSource({
        "/admin/versions/9/withdrawal, 404",
        "/admin/versions/0/postponement, 404",
        "/admin/versions/x/withdrawal, 404",
        "/admin/versions/99999999999/withdrawal, 404",
        "/admin/versions/2/withdrawal/mail/fr, 404",
        "/admin/versions/2/postponement/mail/ar, 404",
        "/admin/versions/2/withdrawal/mail/ar, 200",
        "/admin/versions/2/postponement/mail/ar?to=2027-03-01, 200",
        "/admin/versions/1/withdrawal, 200"
    })
    void whateverIsAskedForThereIsAnAnswer(String path, int status) {
        assertThat(mvc.get().uri(path).with(approver)).hasStatus(status);
    }

    @Test
    void whatHasBeenInForceIsNeverWithdrawn() {
        assertThat(Jsoup.parse(body(mvc.get()
                                .uri("/admin/versions/1/withdrawal")
                                .with(approver)
                                .exchange()))
                        .text())
                .contains("Version 1 has taken effect");
        assertThat(send("/admin/versions/1/withdrawal", approver, "withdraw", "", "سبب.", "A reason.", 1))
                .hasStatus(409);
    }

    @ParameterizedTest
    @CsvSource({WITHDRAWAL + ", withdraw", POSTPONEMENT + ", postpone"})
    void whoComesTooLateIsToldSoAndNothingHappens(String path, String then) {
        clock.set(Instant.parse("2026-12-31T22:00:00Z"));

        MvcTestResult answer = send(path, approver, then, "2027-02-01", "سبب.", "A reason.", 2);

        assertThat(answer).hasStatus(409);
        assertThat(Jsoup.parse(body(answer)).select("[role=alert]").text())
                .contains("Nothing was done. The version is not upcoming any more.");
        assertThat(state()).isEqualTo(VersionState.IN_FORCE);
        assertThat(decisions()).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM policy_chain")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void whoComesSecondIsShownWhatTheFirstDecidedAndNothingIsLost() {
        upcoming.postpone(2, 2, LocalDate.of(2027, 2, 1), new BilingualText("سبب.", "The first reason."), HUDA);

        MvcTestResult postponed = send(POSTPONEMENT, approver, "postpone", "2027-03-01", "سبب آخر.", "Another.", 2);
        MvcTestResult withdrawn = send(WITHDRAWAL, approver, "withdraw", "", "سبب آخر.", "Another.", 2);

        for (MvcTestResult answer : List.of(postponed, withdrawn)) {
            assertThat(answer).hasStatus(409);
            Document page = Jsoup.parse(body(answer));
            assertThat(page.select("[role=alert]").text()).contains("Nothing was done.", "The first reason.");
            assertThat(page.expectFirst("#reason-en").text()).isEqualTo("Another.");
            assertThat(page.expectFirst("[name=seen]").val()).isEqualTo("3");
        }
        assertThat(versions.timeline().effectiveFrom(second)).isEqualTo(LocalDate.of(2027, 2, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void atTheSameMomentItHappensOnce(boolean withdrawal) throws Exception {
        BilingualText reason = new BilingualText("سبب.", "A reason.");
        List<Callable<Boolean>> people = Stream.generate(() -> (Callable<Boolean>) () -> {
                    if (withdrawal) {
                        upcoming.withdraw(2, 2, reason, HUDA);
                    } else {
                        upcoming.postpone(2, 2, LocalDate.of(2027, 2, 1), reason, HUDA);
                    }
                    return true;
                })
                .limit(6)
                .toList();
        int happened = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(people.size())) {
            for (Future<Boolean> person : threads.invokeAll(people)) {
                happened += person.state() == Future.State.SUCCESS ? 1 : 0;
                if (person.state() == Future.State.FAILED) {
                    assertThat(person.exceptionNow()).isInstanceOf(ChangedSinceSeen.class);
                }
            }
        }

        assertThat(happened).isEqualTo(1);
        assertThat(jdbc.sql("SELECT count(*) FROM policy_chain")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(decisions()).containsExactly("STOPPED");
    }

    @Test
    void aMinorVersionIsWithdrawnWithoutAWordToAnybody() {
        clock.advance(Duration.ofMinutes(1));
        new SampleVersions(application).minor(LocalDate.of(2027, 6, 1));

        Document page = Jsoup.parse(body(
                mvc.get().uri("/admin/versions/3/withdrawal").with(approver).exchange()));

        assertThat(page.text()).contains("Nobody was told of it by email, so nobody gets an email now.");
        assertThat(page.select("iframe")).isEmpty();
        assertThat(send("/admin/versions/3/withdrawal", approver, "withdraw", "", "سبب.", "A reason.", 3))
                .hasStatus(302);
        assertThat(decisions()).isEmpty();
    }

    private MvcTestResult send(
            String path, RequestPostProcessor person, String then, String to, String ar, String en, int seen) {
        return send(path, person, then, to, ar, en, seen, PASSWORD);
    }

    private MvcTestResult send(
            String path,
            RequestPostProcessor person,
            String then,
            String to,
            String ar,
            String en,
            int seen,
            String password) {
        return mvc.post()
                .uri(path)
                .with(person)
                .with(csrf())
                .param("then", then)
                .param("to", to)
                .param("reasonAr", ar)
                .param("reasonEn", en)
                .param("seen", Integer.toString(seen))
                .param("password", password)
                .exchange();
    }

    private static String body(MvcTestResult answer) {
        return new String(answer.getResponse().getContentAsByteArray(), UTF_8);
    }

    private VersionState state() {
        return versions.timeline().stateOf(second, clock.instant());
    }

    private List<String> decisions() {
        return jdbc.sql("SELECT decision FROM mailing_decision")
                .query(String.class)
                .list();
    }
}
