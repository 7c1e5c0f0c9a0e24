package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.accounts.csv.CsvImport;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.SectionKey;

@PolicyTest
class PublicationPagesTest {

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Drafting drafting;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private JdbcClient jdbc;

    private SampleDraft draft;
    private String page = "";

    @BeforeEach
    void anApprovedDraft() {
        for (int client = 1; client <= 3; client++) {
            jdbc.sql("""
                    INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                    VALUES (:id, 'Sample', '', :email, :email, :language, 'ACTIVE', now())
                    """)
                    .param("id", client)
                    .param("email", "sample" + client + "@example.com")
                    .param("language", client == 1 ? "ar" : "en")
                    .update();
        }
        draft = new SampleDraft(application);
        page = draft.path("publication");
        decide(true);
    }

    @Test
    void everythingThatWillHappenIsShownBeforeItDoes() {
        draft.approve();
        StaffBrowser approver = signedIn(Role.APPROVER);

        Document shown = StaffBrowser.page(approver.get(page));

        assertThat(shown.select("main").text())
                .contains(
                        "Version 2",
                        "1 January 2027, 00:00 Asia/Hebron",
                        "31 December 2026, 22:00 UTC",
                        "We changed a sentence.",
                        "غيّرنا جملة.",
                        "3 in all, 1 with Arabic first and 2 with English first",
                        "Account holders have 30 whole days until then",
                        "Reviewer approved this draft");
        assertThat(shown.select("pre.mail").eachText())
                .hasSize(2)
                .allMatch(mail -> mail.contains("We changed a sentence.") && mail.contains("غيّرنا جملة."));
        List<String> frames = shown.select("iframe").eachAttr("src");
        assertThat(frames).hasSize(6);
        for (String frame : frames) {
            HttpResponse<String> within = approver.get(frame);
            assertThat(within.statusCode()).as(frame).isEqualTo(200);
            assertThat(within.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "form-action 'none'", "frame-ancestors 'self'")
                    .doesNotContain("script-src");
        }
        assertThat(StaffBrowser.page(approver.get(rehearsal("text/ar")))
                        .select("#children .prose strong")
                        .text())
                .isEqualTo("جديد");
        assertThat(StaffBrowser.page(approver.get(rehearsal("comparison/en")))
                        .select("#children ins")
                        .text())
                .contains("wholly");
        assertThat(versions.timeline().newestFirst()).hasSize(1);
        assertThat(new Http(port).get("/en/privacy/versions/2").statusCode()).isEqualTo(404);
    }

    @Test
    void thePageSaysHowOldIsWhatIsKnownOfTheAccountHolders() {
        StaffBrowser approver = signedIn(Role.APPROVER);
        assertThat(StaffBrowser.page(approver.get(page))
                        .select("#freshness.warning")
                        .text())
                .contains("never been brought in");

        application
                .getBean(CsvImport.class)
                .importFile(
                        new ByteArrayInputStream(
                                "client_id,name,organization,email,language,status\n9,R,,r@example.com,ar,Active\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        Actor.APPLICATION);
        assertThat(StaffBrowser.page(approver.get(page)).select("#freshness").text())
                .isEqualTo("What is known of the account holders is as of 1 December 2026, 11:00.");
        jdbc.sql("UPDATE account_import SET staged_at = staged_at - interval '25 hours'")
                .update();
        assertThat(StaffBrowser.page(approver.get(page))
                        .select("#freshness.warning")
                        .text())
                .contains("more than a day");
    }

    @Test
    void whoWillBeToldIsShownByLanguageAndWhoWillNotByReason() {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, status, updated_at) VALUES
                  (4, 'Sample', '', 'Sample1@example.com', 'sample1@example.com', 'ACTIVE', now()),
                  (5, 'Sample', '', NULL, NULL, 'ACTIVE', now()),
                  (6, 'Sample', '', 'nonsense', NULL, 'ACTIVE', now()),
                  (7, 'Sample', '', 'sample7@example.com', 'sample7@example.com', 'CLOSED', now())
                """).update();

        Document shown = StaffBrowser.page(signedIn(Role.APPROVER).get(page));

        assertThat(shown.select("#audience .figures div").eachText())
                .containsExactly(
                        "Emails, one to each address 3",
                        "With Arabic first 1",
                        "With English first 2",
                        "Account holders told by them 4",
                        "Sharing an address 1",
                        "Account closed 1",
                        "No address 1",
                        "Not a valid address 1");
        assertThat(shown.select("#audience a").eachAttr("href")).containsExactly("/admin/notices/unreached.csv");
    }

    @Test
    void aTestGoesToOneselfAloneAndSaysThatItIsOne() {
        StaffBrowser editor = signedIn(Role.EDITOR);
        editor.get(page);

        Document sent =
                StaffBrowser.page(editor.get(StaffBrowser.target(editor.post(page + "/test-mail/ar", Map.of()))));

        assertThat(sent.select("#test-mail").text()).contains("on its way", "Queued");
        assertThat(jdbc.sql("SELECT address FROM delivery").query(String.class).list())
                .containsExactly("editor@example.com");
        assertThat(jdbc.sql("SELECT subject FROM letter").query(String.class).single())
                .startsWith("[تجربة] ");
        assertThat(jdbc.sql("SELECT text FROM letter").query(String.class).single())
                .contains("غيّرنا جملة.");
        assertThat(jdbc.sql("SELECT subject FROM audit_entry WHERE action = 'notice.tested'")
                        .query(String.class)
                        .list())
                .containsExactly("draft:" + draft.id());
        assertThat(jdbc.sql("SELECT count(*) FROM notice").query(Long.class).single())
                .isZero();
    }

    @Test
    void testsAreFewInAWhile() {
        StaffBrowser editor = signedIn(Role.EDITOR);
        editor.get(page);
        for (int i = 1; i <= 6; i++) {
            editor.get(StaffBrowser.target(editor.post(page + "/test-mail/en", Map.of())));
        }

        Document refused =
                StaffBrowser.page(editor.get(StaffBrowser.target(editor.post(page + "/test-mail/en", Map.of()))));

        assertThat(refused.select("#test-mail [role=alert]").text()).contains("Wait a little");
        assertThat(jdbc.sql("SELECT count(*) FROM delivery").query(Long.class).single())
                .isEqualTo(6);
    }

    @Test
    void whatReadersSeeAfterwardsIsWhatWasShown() {
        draft.approve();
        StaffBrowser approver = signedIn(Role.APPROVER);
        String shown = StaffBrowser.page(approver.get(rehearsal("text/ar")))
                .select("article .body")
                .outerHtml();

        publish(approver, "3", PASSWORD);

        assertThat(new Http(port)
                        .page("/ar/privacy/versions/2")
                        .select("article .body")
                        .outerHtml())
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "٣", " 3 ", "۳"})
    void theNumberOfMailsIsTypedInAnyDigits(String typed) {
        draft.approve();

        assertThat(StaffBrowser.target(publish(signedIn(Role.APPROVER), typed, PASSWORD)))
                .isEqualTo("/admin/drafts");

        assertThat(versions.timeline().newestFirst()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "30", "-3", "three", "99999999999999999999", "<b>3</b>"})
    void anotherNumberPublishesNothing(String typed) {
        draft.approve();

        HttpResponse<String> answer = publish(signedIn(Role.APPROVER), typed, PASSWORD);

        Document refused = StaffBrowser.page(answer);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(refused.select(".error-summary a[href=#recipients]")).hasSize(1);
        assertThat(refused.expectFirst("#recipients").val()).isEqualTo(typed);
        assertThat(refused.expectFirst("#password").val()).isEmpty();
        assertThat(versions.timeline().newestFirst()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another password", "a-password-for-tests "})
    void anotherPasswordPublishesNothing(String typed) {
        draft.approve();

        HttpResponse<String> answer = publish(signedIn(Role.APPROVER), "3", typed);

        Document refused = StaffBrowser.page(answer);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(refused.select(".error-summary a[href=#password]")).hasSize(1);
        assertThat(versions.timeline().newestFirst()).hasSize(1);
    }

    @Test
    void guessingThePasswordIsSlowed() {
        draft.approve();
        StaffBrowser approver = signedIn(Role.APPROVER);
        for (int guess = 1; guess <= 5; guess++) {
            publish(approver, "3", "guess " + guess);
        }

        Document refused = StaffBrowser.page(publish(approver, "3", PASSWORD));

        assertThat(refused.select(".error-summary").text()).contains("Too many attempts");
        assertThat(versions.timeline().newestFirst()).hasSize(1);
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE action = 'staff.password-refused'")
                        .query(Long.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void anEditorSeesItAllAndPublishesNothing() {
        draft.approve();
        StaffBrowser editor = signedIn(Role.EDITOR);

        Document shown = StaffBrowser.page(editor.get(page));

        assertThat(shown.select("iframe")).hasSize(6);
        assertThat(shown.select("form[action$=publication]")).isEmpty();
        assertThat(publish(editor, "3", PASSWORD).statusCode()).isEqualTo(403);
        assertThat(versions.timeline().newestFirst()).hasSize(1);
    }

    @Test
    void whatNobodyApprovedHasNoButtonAndIsRefused() {
        StaffBrowser approver = signedIn(Role.APPROVER);

        Document shown = StaffBrowser.page(approver.get(page));
        HttpResponse<String> answer = publish(approver, "3", PASSWORD);

        Document refused = StaffBrowser.page(answer);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(shown.select("form[action$=publication]")).isEmpty();
        assertThat(shown.text()).contains("when a colleague has approved it");
        assertThat(refused.select(".message.warning").text()).contains("Nothing is published");
        assertThat(versions.timeline().newestFirst()).hasSize(1);
    }

    @Test
    void whatIsNotDecidedIsNotShownAsIfItWere() {
        String undecided = "/admin/drafts/" + drafting.begin(new Actor(null, "Sample")) + "/publication";

        String shown = StaffBrowser.page(signedIn(Role.APPROVER).get(undecided))
                .select("[aria-labelledby=happens-title]")
                .text();

        assertThat(shown)
                .contains("Effective date not chosen yet", "Kind of change not decided yet")
                .doesNotContain("Minor", "Why it is minor", "UTC", "Nobody gets an email", "Summary of changes");
    }

    @Test
    void aMinorVersionAsksForNoNumber() {
        decide(false);
        draft.approve();
        StaffBrowser approver = signedIn(Role.APPROVER);

        Document shown = StaffBrowser.page(approver.get(page));
        HttpResponse<String> published = publish(approver, "", PASSWORD);

        assertThat(shown.select("#recipients, pre.mail")).isEmpty();
        assertThat(shown.text()).contains("Nobody gets an email", "A typo.");
        assertThat(StaffBrowser.target(published)).isEqualTo("/admin/drafts");
    }

    @Test
    void fromTwoTabsAtTheSameMomentItIsPublishedOnceAndTheOtherIsToldSo() throws Exception {
        draft.approve();
        StaffBrowser approver = signedIn(Role.APPROVER);
        StaffBrowser other = new StaffBrowser(port);
        staff.register("other@example.com", "Other", Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        other.signIn("other@example.com", PASSWORD);
        approver.get(page);
        other.get(page);
        Map<String, String> form = form("3", PASSWORD);
        List<Callable<HttpResponse<String>>> presses =
                List.of(() -> approver.post(page, form), () -> other.post(page, form), () -> approver.post(page, form));
        try (ExecutorService people = Executors.newFixedThreadPool(presses.size())) {
            for (Future<HttpResponse<String>> press : people.invokeAll(presses)) {
                assertThat(StaffBrowser.target(press.get())).isIn("/admin/drafts", "/admin/drafts/" + draft.id());
            }
        }

        assertThat(versions.timeline().newestFirst()).hasSize(2);
        assertThat(jdbc.sql("SELECT count(*) FROM notice").query(Long.class).single())
                .isEqualTo(1);
        assertThat(StaffBrowser.page(other.get(page)).text()).contains("published as version 2");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void aDraftIsShownAsReadersWouldSeeItThoughItIsNotReady(Language language) {
        UUID unfinished = drafting.begin(SampleDraft.AUTHOR);
        drafting.add(unfinished, new SectionKey("transfers"), new BilingualText("", "Transfers"), SampleDraft.AUTHOR);

        HttpResponse<String> shown =
                signedIn(Role.EDITOR).get("/admin/drafts/" + unfinished + "/rehearsal/text/" + language);

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(StaffBrowser.page(shown).select("article .body > section")).hasSize(12);
    }

    private String rehearsal(String what) {
        return draft.path("rehearsal/" + what);
    }

    private void decide(boolean material) {
        draft.decide(material, LocalDate.of(2027, 1, 1));
    }

    private StaffBrowser signedIn(Role role) {
        return StaffBrowser.of(staff, role, PASSWORD, port);
    }

    private HttpResponse<String> publish(StaffBrowser browser, String recipients, String password) {
        browser.get(page);
        return browser.post(page, form(recipients, password));
    }

    private Map<String, String> form(String recipients, String password) {
        return Map.of(
                "revision", Integer.toString(draft.page().revision()), "recipients", recipients, "password", password);
    }
}
