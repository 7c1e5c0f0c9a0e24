package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.versions.Version;

/** What staff see of who is told and who is not. */
@PolicyTest
class TellingPagesTest {

    private static final String PASSWORD = "a-password-for-tests";

    @LocalServerPort
    private int port;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private Notices notices;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void accountHolders() {
        holder(1, "Sample One", "", "one@example.com", "one@example.com", "ACTIVE");
        holder(2, "=cmd|' /C calc'!A0", "@Sample, \"Ltd\"", null, null, "ACTIVE");
        holder(3, "عيّنة", "", "closed@example.com", "closed@example.com", "CLOSED");
        holder(4, "Sample Four", "", "+not an address", null, "ACTIVE");
        holder(5, "Sample Five", "", "ONE@example.com", "one@example.com", "ACTIVE");
    }

    @Test
    void whoIsToldAndWhoIsNotIsShownWithTheNoticeAsItWasRecorded() {
        Notice notice = announce();
        jdbc.sql("UPDATE account_holder SET status = 'ACTIVE', email = 'a@example.com', email_key = 'a@example.com'")
                .update();

        Document page = StaffBrowser.page(signedIn(Role.APPROVER).get("/admin/notices/" + notice.id()));

        assertThat(page.select("#audience .figures div").eachText())
                .containsExactly(
                        "Emails, one to each address 1",
                        "With Arabic first 1",
                        "With English first 0",
                        "Account holders told by them 2",
                        "Sharing an address 1",
                        "Account closed 1",
                        "No address 1",
                        "Not a valid address 1");
    }

    @Test
    void thoseToBeToldInAnotherWayAreAFileThatNoSpreadsheetRuns() {
        Notice notice = announce();
        StaffBrowser approver = signedIn(Role.APPROVER);
        String expected = """
                \uFEFFClient,Name,Organization,Address,Reason
                2,'=cmd|' /C calc'!A0,"'@Sample, ""Ltd""\",,No address
                3,عيّنة,,closed@example.com,Account closed
                4,Sample Four,,'+not an address,Not a valid address
                """.replace("\n", "\r\n");

        for (String path :
                List.of("/admin/notices/unreached.csv", "/admin/notices/" + notice.id() + "/unreached.csv")) {
            HttpResponse<String> file = approver.get(path);
            assertThat(file.body()).as(path).isEqualTo(expected);
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .hasValueSatisfying(
                            disposition -> assertThat(disposition).contains("attachment", "to-be-told-otherwise.csv"));
        }
        assertThat(jdbc.sql("SELECT subject FROM audit_entry WHERE action = 'notice.unreached-exported' ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly("account-holders", "notice:" + notice.reference());
    }

    @Test
    void whoWritesDraftsDoesNotGetTheListOfPeople() {
        Notice notice = announce();
        StaffBrowser editor = signedIn(Role.EDITOR);

        assertThat(editor.get("/admin/notices/unreached.csv").statusCode()).isEqualTo(403);
        assertThat(editor.get("/admin/notices/" + notice.id() + "/unreached.csv")
                        .statusCode())
                .isEqualTo(403);
        assertThat(StaffBrowser.page(editor.get("/admin/notices/" + notice.id()))
                        .select("a[href$=.csv]"))
                .isEmpty();
    }

    private Notice announce() {
        Version version = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        transactions.executeWithoutResult(transaction -> notices.announce(version, Actor.APPLICATION));
        return notices.all().getFirst();
    }

    private StaffBrowser signedIn(Role role) {
        return StaffBrowser.of(staff, role, PASSWORD, port);
    }

    private void holder(
            long id, String name, String organization, @Nullable String email, @Nullable String key, String status) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, :name, :organization, :email, :key, NULL, :status, now())
                """)
                .param("id", id)
                .param("name", name)
                .param("organization", organization)
                .param("email", email, Types.VARCHAR)
                .param("key", key, Types.VARCHAR)
                .param("status", status)
                .update();
    }
}
