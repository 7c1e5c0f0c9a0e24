package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.SampleBounces;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** What staff see of what came back. */
@PolicyTest
class BouncesPageTest {

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

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    private RequestPostProcessor editor;
    private ScriptedRelay relay;
    private UUID delivery;

    @BeforeEach
    void somethingWasSent() throws IOException {
        StaffPrincipal person =
                staff.register("reader@staff.example", "Reader", Role.EDITOR, Language.EN, null, Actor.APPLICATION);
        editor = SignedIn.as(person);
        relay = new ScriptedRelay();
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (7, 'Rana', '', 'rana@example.com', 'rana@example.com', 'en', 'ACTIVE', now())
                """).update();
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        clock.advance(Duration.ofMinutes(10));
        Postman.sendingTo(relay.port(), application).goRound();
        delivery = jdbc.sql("SELECT id FROM delivery").query(UUID.class).single();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @Test
    void aBounceIsOnEveryPageThatTellsOfTheDelivery() throws Exception {
        Postman.returns(application, SampleBounces.of("postfix", delivery, "bounces@domain.ps", "rana@example.com"));
        UUID notice = notices.all().getFirst().id();

        assertThat(page("/admin/notices/" + notice + "?state=BOUNCED")
                        .select("[aria-labelledby=deliveries-title] tbody")
                        .text())
                .contains("rana@example.com", "Bounced", "5.1.1 550 5.1.1 No such user here");
        assertThat(page("/admin/notices/" + notice).select(".figures").text()).contains("Accepted 0", "Bounced 1");
        assertThat(page("/admin/notices/" + notice).select("#progress-text").text())
                .contains("1 of 1");
        assertThat(page("/admin/account-holders/7").select("article").text())
                .containsSubsequence(
                        "Bounced", "Server reply 250", "Reported not to have arrived", "5.1.1 550 5.1.1 No such");
        assertThat(mvc.get()
                        .uri("/admin/notices/" + notice + "/deliveries.csv")
                        .with(SignedIn.as(staff, Role.APPROVER))
                        .exchange())
                .bodyText()
                .contains("BOUNCED", "5.1.1,550 5.1.1 No such user here");
        assertThat(page("/admin/bounces").select(".empty").text()).isEqualTo("There is nothing to look at");
        assertThat(page("/admin/bounces?all=true").select("tbody").text())
                .contains("Undelivered Mail Returned to Sender", "not delivered", "rana@example.com");
    }

    @Test
    void whatAPersonHasToLookAtIsListedAndCanBeTakenAsItCame() throws Exception {
        byte[] complaint = SampleBounces.of("complaint", delivery, "bounces@domain.ps", "rana@example.com");
        Postman.returns(application, complaint);
        Postman.returns(application, "Subject: <script>\r\n\r\nHello".getBytes(StandardCharsets.UTF_8));

        Document page = page("/admin/bounces");

        assertThat(page.select("tbody tr")).hasSize(2);
        assertThat(page.select("tbody tr").getFirst().text()).contains("<script>", "about no message that is known");
        assertThat(page.select("tbody tr").getLast().text())
                .contains("complaint", notices.all().getFirst().reference());
        MvcTestResult taken = mvc.get()
                .uri(page.select("tbody tr").getLast().select("a[href$=.eml]").attr("href"))
                .with(editor)
                .exchange();
        assertThat(taken).hasStatusOk().hasContentType("message/rfc822");
        assertThat(taken.getResponse().getHeader("Content-Disposition")).startsWith("attachment");
        assertThat(taken.getResponse().getContentAsByteArray()).isEqualTo(complaint);
    }

    private Document page(String path) throws Exception {
        MvcTestResult result = mvc.get().uri(path).with(editor).exchange();
        assertThat(result).hasStatusOk();
        return Jsoup.parse(result.getResponse().getContentAsString());
    }
}
