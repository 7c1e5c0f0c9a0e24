package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;

@PolicyTest
@TestPropertySource(properties = "policy.minimum-notice=14d")
class MinimumNoticeTest {

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Publication publication;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private SampleDraft draft;

    @BeforeEach
    void aDraft() {
        draft = new SampleDraft(application);
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
        draft.decide(true, effective);

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
        draft.decide(false, LocalDate.of(2026, 12, 1));

        assertThat(reasons()).isEmpty();
    }

    @Test
    void anAdministratorCanAllowLessForOneDayAndTheReasonIsKept() {
        draft.decide(true, LocalDate.of(2026, 12, 3));
        StaffBrowser admin = signedIn(Role.ADMIN);

        HttpResponse<String> allowed = allow(admin, "2026-12-03", "A court told us to.");

        assertThat(StaffBrowser.target(allowed)).isEqualTo(draft.path("details"));
        for (String step : List.of("details", "review", "publication")) {
            assertThat(StaffBrowser.page(admin.get(draft.path(step))).text())
                    .as(step)
                    .contains("Allowed by Sample ADMIN", "A court told us to.");
        }
        assertThat(reasons()).isEmpty();
        publication.publish(draft.id(), draft.approve(), 0, SampleDraft.REVIEWER);
        assertThat(jdbc.sql("SELECT details FROM audit_entry WHERE action IN"
                                + " ('draft.short-notice-allowed', 'version.published') ORDER BY seq")
                        .query(String.class)
                        .list())
                .hasSize(2)
                .allMatch(details -> details.contains("A court told us to."));
    }

    @Test
    void forAnotherDayItHasToBeAllowedAgain() {
        draft.decide(true, LocalDate.of(2026, 12, 3));
        allow(signedIn(Role.ADMIN), "2026-12-03", "A court told us to.");

        draft.decide(true, LocalDate.of(2026, 12, 2));
        assertThat(reasons()).hasSize(1);

        draft.decide(true, LocalDate.of(2026, 12, 3));
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
        draft.decide(true, LocalDate.of(2026, 12, 3));

        Document refused = StaffBrowser.page(allow(signedIn(Role.ADMIN), day, reason));

        assertThat(refused.select(".error-summary a[href=#short-notice]").text())
                .contains(problem);
        assertThat(refused.expectFirst("#short-notice").wholeText()).isEqualTo(reason);
        assertThat(reasons()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "ADMIN", mode = EnumSource.Mode.EXCLUDE)
    void nobodyElseCanAllowIt(Role role) {
        draft.decide(true, LocalDate.of(2026, 12, 3));
        StaffBrowser person = signedIn(role);

        assertThat(StaffBrowser.page(person.get(draft.path("details"))).select("#short-notice"))
                .isEmpty();
        assertThat(allow(person, "2026-12-03", "A reason").statusCode()).isEqualTo(403);
        assertThat(reasons()).hasSize(1);
    }

    private HttpResponse<String> allow(StaffBrowser browser, String day, String reason) {
        browser.get(draft.path("details"));
        return browser.post(draft.path("short-notice"), Map.of("day", day, "reason", reason));
    }

    private List<String> reasons() {
        return draft.page().reasons().stream().map(reason -> reason.text()).toList();
    }

    private StaffBrowser signedIn(Role role) {
        return StaffBrowser.of(staff, role, PASSWORD, port);
    }
}
