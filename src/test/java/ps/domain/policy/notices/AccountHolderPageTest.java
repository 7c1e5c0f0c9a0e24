package ps.domain.policy.notices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.io.IOException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.RecordedTrail;
import ps.domain.policy.delivery.Postman;
import ps.domain.policy.delivery.ScriptedRelay;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** "What did we tell this account holder, when, at which address, with what result?" */
@PolicyTest
class AccountHolderPageTest {

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

    private ScriptedRelay relay;

    @BeforeEach
    void whatWasTold() throws IOException {
        relay = new ScriptedRelay();
        holder(1, "Rana", "one@example.com", "en", "ACTIVE");
        holder(2, "Lina", "Shared@example.com", "ar", "ACTIVE");
        holder(3, "Sami", "shared@example.com", null, "ACTIVE");
        holder(4, "Omar", "refused@example.com", null, "ACTIVE");
        holder(5, "Noor", "closed@example.com", "ar", "CLOSED");
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 1, 1)), Actor.APPLICATION));
        holder(6, "Late", "late@example.com", "ar", "ACTIVE");
        relay.answers("refused@example.com", "550 5.1.1 Unknown");
        clock.advance(Duration.ofMinutes(10));
        Postman.sendingTo(relay.port(), application).goRound();
        jdbc.sql("UPDATE account_holder SET email = 'moved@example.com', email_key = 'moved@example.com'"
                        + " WHERE client_id = 1")
                .update();
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | one@example.com | Accepted | 250 2.0.0 Ok: queued",
                "2 | Shared@example.com | Accepted | also number 3",
                "3 | shared@example.com | Accepted | also number 2",
                "4 | refused@example.com | Refused | 550 5.1.1 Unknown",
                "5 | Noor | closed accounts, not written to | Closed",
                "6 | Late | not told: was not known here then | Notice of version 2"
            })
    void whatWasToldWhenAtWhichAddressWithWhatResult(long id, String address, String result, String more)
            throws Exception {
        Document page = page("/admin/account-holders/" + id);

        assertThat(page.select("article .badge").text()).isEqualTo(result);
        assertThat(page.select("main").text())
                .contains(address, more, notices.all().getFirst().reference(), "1 December 2026")
                .doesNotContain("stopped for good");
        if (id <= 4) {
            assertThat(page.select("article pre").text()).contains("We added a sentence.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"false | Queued | it is not tried any more", "true | In flight | it may have arrived or not"})
    void whatANoticeThatWasStoppedLeftOpenIsNotShownAsOnItsWay(boolean begun, String state, String meaning)
            throws Exception {
        transactions.executeWithoutResult(transaction -> notices.announce(
                new SampleVersions(application).material(LocalDate.of(2027, 2, 1)), Actor.APPLICATION));
        Notice notice = notices.all().getFirst();
        clock.advance(Duration.ofMinutes(10));
        if (begun) {
            assertThat(Postman.sendingTo(relay.port(), application)
                            .die(notice.mailing().value()))
                    .isPositive();
        }
        notices.decide(notice.id(), Decision.STOP, "It is withdrawn", Actor.APPLICATION);

        assertThat(page("/admin/account-holders/1")
                        .select("article:contains(" + notice.reference() + ")")
                        .text())
                .contains(state, "Sending was stopped for good", meaning);
    }

    @Test
    void whatIsHeldNowIsShownBesideWhatWasUsedThen() throws Exception {
        assertThat(page("/admin/account-holders/1").select("#held-title + dl").text())
                .contains("Rana", "moved@example.com", "English", "Active");
    }

    @Test
    void allThatIsHeldOnOnePersonIsGivenWithoutTheOthers() throws Exception {
        MvcTestResult result = export(3, Role.APPROVER);

        assertThat(result).hasStatusOk().hasContentType("application/json");
        JsonNode export = JsonMapper.shared().readTree(result.getResponse().getContentAsByteArray());
        assertThat(export.at("/accountHolder/name").asString()).isEqualTo("Sami");
        assertThat(export.at("/accountHolder/language").isNull()).isTrue();
        JsonNode told = export.at("/notices/0");
        assertThat(told.get("address").asString()).isEqualTo("shared@example.com");
        assertThat(told.get("state").asString()).isEqualTo("ACCEPTED");
        assertThat(told.get("answeredAt").asString()).isEqualTo(clock.instant().toString());
        assertThat(told.get("othersWithThisAddress").asInt()).isEqualTo(1);
        assertThat(told.at("/mail/text").asString()).contains("We added a sentence.");
        assertThat(told.get("messageId").asString()).endsWith("@domain.ps>");
        assertThat(export.toString()).doesNotContain("Lina", "one@example.com");
        assertThat(trail.entriesOf("account-holders.exported")).singleElement().satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo("account-holder:3");
            assertThat(entry.actor().name()).isEqualTo("approver");
        });
    }

    @Test
    void whatWaitsAboutThatPersonOnListsIsInTheExportAndNothingOfOthers() throws Exception {
        upload("1,Lina Other,,other@example.com,en,Active\n3,Sami Sound,Olive Books,sound@example.com,ar,Closed\n");
        upload("3,Sami Flawed,,sami@@example.com,ar,Active\nnobody,Sami,,shared@example.com,ar,Gone\n");
        jdbc.sql("INSERT INTO whmcs_hint (client_id, hinted_at) VALUES (3, :at), (2, :at)")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();

        JsonNode export = JsonMapper.shared()
                .readTree(export(3, Role.APPROVER).getResponse().getContentAsByteArray());

        assertThat(export.get("lists")).hasSize(2).allSatisfy(list -> {
            assertThat(list.get("source").asString()).isEqualTo("CSV");
            assertThat(list.get("broughtAt").asString())
                    .isEqualTo(clock.instant().toString());
            assertThat(list.get("entries")).hasSize(1);
        });
        assertThat(export.at("/lists/0/problems")).isEmpty();
        assertThat(export.at("/lists/0/entries/0"))
                .isEqualTo(JsonMapper.shared().readTree("""
                                {"line": 3, "name": "Sami Sound", "organization": "Olive Books",
                                 "email": "sound@example.com", "language": "ar", "status": "CLOSED"}
                                """));
        assertThat(export.at("/lists/1/problems"))
                .singleElement()
                .isEqualTo(JsonMapper.shared().readTree("""
                                {"column": "email", "kind": "EMAIL_AT_SIGN", "value": "sami@@example.com"}
                                """));
        assertThat(export.at("/whmcs/changedAt").asString())
                .isEqualTo(clock.instant().toString());
        assertThat(export.at("/whmcs/language").isNull()).isTrue();
        assertThat(export.toString()).doesNotContain("Lina", "nobody", "Gone");
        JsonNode nothing =
                JsonMapper.shared().readTree(export(5, Role.ADMIN).getResponse().getContentAsByteArray());
        assertThat(nothing.get("lists")).isEmpty();
        assertThat(nothing.get("whmcs").isNull()).isTrue();
    }

    @Test
    void whyAnAccountHolderWasNotToldIsInTheExport() throws Exception {
        JsonNode export = JsonMapper.shared()
                .readTree(export(5, Role.APPROVER).getResponse().getContentAsByteArray());

        assertThat(export.at("/notices/0/notToldBecause").asString()).isEqualTo("CLOSED");
    }

    @Test
    void onlyThoseWhoMayApproveExport() {
        assertThat(export(3, Role.EDITOR)).hasStatus(403);
    }

    @Test
    void thereIsNoPageOfNobody() {
        assertThat(mvc.get().uri("/admin/account-holders/99").with(SignedIn.as(staff, Role.EDITOR)))
                .hasStatus(404);
    }

    private void upload(String lines) {
        assertThat(mvc.post()
                        .uri("/admin/account-holders/imports")
                        .multipart()
                        .file(new MockMultipartFile(
                                "file",
                                "list.csv",
                                "text/csv",
                                ("client_id,name,organization,email,language,status\n" + lines).getBytes(UTF_8)))
                        .with(SignedIn.as(staff.register(
                                UUID.randomUUID() + "@staff.example",
                                "Sample",
                                Role.ADMIN,
                                Language.EN,
                                null,
                                Actor.APPLICATION)))
                        .with(csrf()))
                .hasStatus3xxRedirection();
    }

    private MvcTestResult export(long id, Role role) {
        return mvc.get()
                .uri("/admin/account-holders/%s/export".formatted(id))
                .with(SignedIn.as(staff, role))
                .exchange();
    }

    private Document page(String path) throws Exception {
        MvcTestResult result =
                mvc.get().uri(path).with(SignedIn.as(staff, Role.EDITOR)).exchange();
        assertThat(result).hasStatusOk();
        return Jsoup.parse(result.getResponse().getContentAsString());
    }

    private void holder(long id, String name, String email, @Nullable String language, String status) {
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (:id, :name, '', :email, lower(:email), :language, :status, now())
                """)
                .params(Map.of("id", id, "name", name, "email", email, "status", status))
                .param("language", language, Types.VARCHAR)
                .update();
    }
}
