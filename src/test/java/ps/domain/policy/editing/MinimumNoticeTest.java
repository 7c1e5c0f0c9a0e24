package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.SectionKey;

@PolicyTest
@TestPropertySource(properties = "policy.minimum-notice=14d")
class MinimumNoticeTest {

    private static final String PASSWORD = "a-password-for-tests";
    private static final Actor AUTHOR = new Actor(UUID.randomUUID(), "Author");
    private static final Actor REVIEWER = new Actor(UUID.randomUUID(), "Reviewer");

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Drafting drafting;

    @Autowired
    private Reviewing reviewing;

    @Autowired
    private Publication publication;

    @Autowired
    private DraftPages pages;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private UUID id;

    @BeforeEach
    void aDraft() {
        id = drafting.begin(AUTHOR);
        drafting.edit(
                id,
                new SectionKey("children"),
                0,
                new BilingualText("الأطفال", "Children"),
                new BilingualText("نص جديد.", "A new text."),
                AUTHOR);
    }

    @ParameterizedTest
    @CsvSource({
        // Told at noon, somebody has had fourteen days at noon, so that the day after is the first that begins later.
        "2026-12-01T10:00:00Z, 2026-12-15, 16 December 2026",
        "2026-12-01T10:00:00Z, 2026-12-16,",
        // Told at midnight in Asia/Hebron
        "2026-12-01T22:00:00Z, 2026-12-16,",
        "2026-12-01T22:00:01Z, 2026-12-16, 17 December 2026",
        // On the way the clocks go forward: the fourteen days are days of 24 hours.
        "2027-03-20T22:00:00Z, 2027-04-03,  5 April 2027",
        "2027-03-20T22:00:00Z, 2027-04-04,  5 April 2027",
        "2027-03-20T22:00:00Z, 2027-04-05,"
    })
    void accountHoldersHaveFourteenWholeDays(Instant now, LocalDate effective, String earliest) {
        clock.set(now);
        decide(true, effective);

        assertThat(reasons())
                .isEqualTo(
                        earliest == null
                                ? List.of()
                                : List.of("Account holders would have less time than the minimum notice gives them; the"
                                        + " earliest date is " + earliest
                                        + ", unless an administrator allows a shorter notice"));
    }

    @Test
    void aMinorChangeNeedsNoNotice() {
        decide(false, LocalDate.of(2026, 12, 1));

        assertThat(reasons()).isEmpty();
    }

    @Test
    void anAdministratorCanAllowLessForOneDayAndTheReasonIsKept() {
        decide(true, LocalDate.of(2026, 12, 3));
        StaffBrowser admin = signedIn(Role.ADMIN);

        HttpResponse<String> allowed = allow(admin, "2026-12-03", "A court told us to.");

        assertThat(StaffBrowser.target(allowed)).isEqualTo("/admin/drafts/" + id + "/details");
        assertThat(StaffBrowser.page(admin.get("/admin/drafts/" + id + "/publication"))
                        .text())
                .contains("Allowed by Sample ADMIN", "A court told us to.");
        assertThat(reasons()).isEmpty();
        int revision = pages.page(id, Language.EN).revision();
        reviewing.submit(id, revision, "", AUTHOR);
        reviewing.approve(id, revision, "", REVIEWER);
        publication.publish(id, revision, 0, REVIEWER);
        assertThat(jdbc.sql("SELECT details FROM audit_entry WHERE action IN"
                                + " ('draft.short-notice-allowed', 'version.published') ORDER BY seq")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allMatch(details -> details.contains("A court told us to."));
    }

    @Test
    void forAnotherDayItHasToBeAllowedAgain() {
        decide(true, LocalDate.of(2026, 12, 3));
        allow(signedIn(Role.ADMIN), "2026-12-03", "A court told us to.");

        decide(true, LocalDate.of(2026, 12, 2));
        assertThat(reasons()).hasSize(1);

        decide(true, LocalDate.of(2026, 12, 3));
        assertThat(reasons()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-04, A reason, another effective date",
        "'', A reason, another effective date",
        "2026-12-03, ' ', Write why",
        "2026-12-03, '[x](javascript:y)', a link may lead to http"
    })
    void whatCannotBeAllowedIsExplainedAndStaysInTheForm(String day, String reason, String problem) {
        decide(true, LocalDate.of(2026, 12, 3));

        Document refused = StaffBrowser.page(allow(signedIn(Role.ADMIN), day, reason));

        assertThat(refused.select(".error-summary a[href=#short-notice]").text())
                .contains(problem);
        assertThat(refused.expectFirst("#short-notice").wholeText()).isEqualTo(reason);
        assertThat(reasons()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "ADMIN", mode = EnumSource.Mode.EXCLUDE)
    void nobodyElseCanAllowIt(Role role) {
        decide(true, LocalDate.of(2026, 12, 3));
        StaffBrowser person = signedIn(role);

        assertThat(StaffBrowser.page(person.get("/admin/drafts/" + id + "/details"))
                        .select("#short-notice"))
                .isEmpty();
        assertThat(allow(person, "2026-12-03", "A reason").statusCode()).isEqualTo(403);
        assertThat(reasons()).hasSize(1);
    }

    private HttpResponse<String> allow(StaffBrowser browser, String day, String reason) {
        browser.get("/admin/drafts/" + id + "/details");
        return browser.post("/admin/drafts/" + id + "/short-notice", Map.of("day", day, "reason", reason));
    }

    private List<String> reasons() {
        return pages.page(id, Language.EN).reasons().stream()
                .map(reason -> reason.text())
                .toList();
    }

    private void decide(boolean material, LocalDate effective) {
        drafting.decide(
                id,
                new Draft.Details(
                        new BilingualText("سياسة الخصوصية", "Privacy Policy"),
                        new BilingualText("غيّرنا جملة.", "We changed a sentence."),
                        material,
                        material ? BilingualText.EMPTY : new BilingualText("خطأ إملائي.", "A typo."),
                        effective),
                pages.page(id, Language.EN).detailsRevision(),
                AUTHOR);
    }

    private StaffBrowser signedIn(Role role) {
        String email = role.name().toLowerCase(Locale.ROOT) + "@example.com";
        staff.register(email, "Sample " + role, role, Language.EN, PASSWORD, Actor.APPLICATION);
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, PASSWORD);
        return browser;
    }
}
