package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.AtOnce;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;

/** Two who press buttons of one draft or version at the same moment: one thing happens, and the other is told in words. */
@PolicyTest
class EditingRacesTest {

    private static final int ROUNDS = 3;

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationContext application;

    private SampleDraft draft;
    private StaffBrowser hers;
    private StaffBrowser his;

    @BeforeEach
    void aDraftAndTwoWhoLookAtIt() {
        draft = new SampleDraft(application);
        draft.decide(true, LocalDate.of(2027, 1, 1));
        hers = signedIn("amal@example.com");
        his = signedIn("basil@example.com");
    }

    @RepeatedTest(ROUNDS)
    void itIsApprovedOnce() throws Exception {
        String revision = submitted();
        look(draft.path("review"));

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(draft.path("approval"), Map.of("revision", revision)),
                () -> his.post(draft.path("approval"), Map.of("revision", revision)));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(302, 409);
        assertThat(count("SELECT count(*) FROM draft_review WHERE decision = 'APPROVED'"))
                .isEqualTo(1);
    }

    @RepeatedTest(ROUNDS)
    void itIsApprovedOrReturnedOrRecalled() throws Exception {
        String revision = submitted();
        look(draft.path("review"));

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(draft.path("approval"), Map.of("revision", revision)),
                () -> his.post(draft.path("return"), Map.of("revision", revision, "remark", "No.")),
                () -> hers.post(draft.path("recall"), Map.of("revision", revision)));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500);
        assertThat(count("SELECT count(*) FROM draft_review")).isBetween(2L, 3L);
    }

    @RepeatedTest(ROUNDS)
    void whatIsTypedInOneSectionComesFromOne() throws Exception {
        look(draft.path("sections/contact"));

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(draft.path("sections/contact"), section("Hers.", 0)),
                () -> his.post(draft.path("sections/contact"), section("His.", 0)));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 302)
                .as("what was kept")
                .hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void thoseWhoWriteInSeveralSectionsAreAllHeard() throws Exception {
        look(draft.path("sections/contact"));

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(draft.path("sections/contact"), section("Hers.", 0)),
                () -> his.post(draft.path("sections/cookies"), section("His.", 0)),
                () -> hers.post(draft.path("sections/children/position"), Map.of("to", "up")),
                () -> his.post(draft.path("sections"), Map.of("key", "one", "headingAr", "عنوان", "headingEn", "One")),
                () -> hers.post(
                        draft.path("sections"), Map.of("key", "one", "headingAr", "عنوان", "headingEn", "One")));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500);
        assertThat(draft.page().sections().stream()
                        .filter(section -> section.key().equals("one")))
                .hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void itIsPublishedOrChangedOrDiscarded() throws Exception {
        String revision = String.valueOf(draft.approve());
        look(draft.path("publication"));

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(
                        draft.path("publication"),
                        Map.of("revision", revision, "recipients", "0", "password", PASSWORD)),
                () -> his.post(draft.path("sections/contact"), section("His.", 0)),
                () -> his.post(draft.path("discard"), Map.of()));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status < 500);
    }

    @RepeatedTest(ROUNDS)
    void aVersionIsWithdrawnOrPostponed() throws Exception {
        publish(hers, String.valueOf(draft.approve()));
        String version = "/admin/versions/2/";
        String seen = StaffBrowser.page(hers.get(version + "withdrawal"))
                .select("[name=seen]")
                .val();
        his.get(version + "postponement");
        Map<String, String> reason =
                Map.of("seen", seen, "reasonAr", "سبب.", "reasonEn", "A reason.", "password", PASSWORD);

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(version + "withdrawal", with(reason, Map.of("then", "withdraw"))),
                () -> his.post(version + "withdrawal", with(reason, Map.of("then", "withdraw"))),
                () -> his.post(version + "postponement", with(reason, Map.of("then", "postpone", "to", "2027-02-01"))));

        assertThat(answers).extracting(HttpResponse::statusCode).allMatch(status -> status == 302 || status == 409);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 302)
                .as("what happened")
                .hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void aVersionIsPublishedWhileTheOneBeforeIsWithdrawnAndPostponed() throws Exception {
        publish(hers, String.valueOf(draft.approve()));
        SampleDraft next = new SampleDraft(application);
        hers.get(next.path("sections/contact"));
        hers.post(next.path("sections/contact"), section("Another word.", 0));
        next.decide(true, LocalDate.of(2027, 3, 1));
        String revision = String.valueOf(next.approve());
        String version = "/admin/versions/2/";
        String seen = StaffBrowser.page(his.get(version + "withdrawal"))
                .select("[name=seen]")
                .val();
        Map<String, String> reason =
                Map.of("seen", seen, "reasonAr", "سبب.", "reasonEn", "A reason.", "password", PASSWORD);
        hers.get(next.path("publication"));

        List<HttpResponse<String>> answers = AtOnce.all(
                () -> hers.post(
                        next.path("publication"),
                        Map.of("revision", revision, "recipients", "0", "password", PASSWORD)),
                () -> his.post(version + "withdrawal", with(reason, Map.of("then", "withdraw"))),
                () -> his.post(version + "postponement", with(reason, Map.of("then", "postpone", "to", "2027-02-01"))));

        assertThat(answers.subList(1, 3))
                .extracting(HttpResponse::statusCode)
                .as("what happened to the one before")
                .containsExactlyInAnyOrder(302, 409);
        // What follows a version that is withdrawn has to be looked at again.
        HttpResponse<String> publication = answers.getFirst();
        boolean published = publication.statusCode() == 302;
        assertThat(published || publication.statusCode() == 409).isTrue();
        assertThat(StaffBrowser.page(publication).select("[role=alert]")).hasSize(published ? 0 : 1);
        assertThat(versions.timeline().newestFirst()).hasSize(published ? 3 : 2);
    }

    private void publish(StaffBrowser person, String revision) {
        person.get(draft.path("publication"));
        person.post(draft.path("publication"), Map.of("revision", revision, "recipients", "0", "password", PASSWORD));
        assertThat(versions.timeline().newestFirst()).hasSize(2);
    }

    private static Map<String, String> with(Map<String, String> fields, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(fields);
        all.putAll(more);
        return all;
    }

    private static Map<String, String> section(String body, int revision) {
        return Map.of(
                "headingAr",
                "عنوان",
                "headingEn",
                "A heading",
                "bodyAr",
                "نص",
                "bodyEn",
                body,
                "revision",
                Integer.toString(revision));
    }

    private String submitted() {
        int revision = draft.page().revision();
        application.getBean(Reviewing.class).submit(draft.id(), revision, "", SampleDraft.AUTHOR);
        return Integer.toString(revision);
    }

    private void look(String path) {
        assertThat(hers.get(path).statusCode()).isEqualTo(200);
        assertThat(his.get(path).statusCode()).isEqualTo(200);
    }

    private StaffBrowser signedIn(String email) {
        staff.register(email, email, Role.ADMIN, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, PASSWORD);
        return browser;
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
