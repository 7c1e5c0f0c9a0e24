package ps.domain.policy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SignedIn;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.testing.TestDatabase;
import ps.domain.policy.text.Language;

@PolicyTest
class TrailPageTest {

    private static final Actor HUDA = new Actor(null, "Huda");

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private StaffRegistration staff;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TestClock clock;

    @Autowired
    private Environment environment;

    private StaffPrincipal reader;

    @BeforeEach
    void someThingsWereDone() {
        reader = staff.register("reader@staff.example", "Reader", Role.EDITOR, Language.EN, null, Actor.APPLICATION);
        record(HUDA, "draft.begun", "draft:1", Map.of("basedOn", 1));
        clock.advance(Duration.ofDays(1));
        record(HUDA, "version.published", "version:2", Map.of("material", true));
        record(new Actor(null, "=1+1"), "draft.begun", "draft:2", Map.of("basedOn", 2));
        record(HUDA, "draft.of-another-time", "draft:2", Map.of("what", "a \"quoted\", text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2]", "\"nothing\"", "null", "7", "{\"a\": null, \"b\": {\"c\": [1.5]}}"})
    void whatSomebodyMadeOfTheDetailsIsShownAsItIs(String details) throws Exception {
        TestDatabase.of(environment)
                .asSuperuser()
                .sql("SET session_replication_role = replica; UPDATE audit_entry SET details = '" + details
                        + "' WHERE seq = 3")
                .update();

        for (String address : List.of("/admin/trail", "/admin/trail.csv")) {
            MvcTestResult answer =
                    mvc.get().uri(address).with(SignedIn.as(reader)).exchange();
            assertThat(answer).hasStatusOk();
            assertThat(Jsoup.parse(answer.getResponse().getContentAsString()).text())
                    .contains(
                            "version:2",
                            Pattern.compile("\\w+")
                                    .matcher(details)
                                    .results()
                                    .findFirst()
                                    .orElseThrow()
                                    .group());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 5 4 3 2 1",
                "actor=Huda | 5 3 2",
                "action=draft.begun | 4 2",
                "subject=draft:2 | 5 4",
                "actor=Huda&action=draft.begun | 2",
                "to=2026-12-01 | 2 1",
                "from=2026-12-02 | 5 4 3",
                "from=2026-12-02&to=2026-12-02&actor=Huda | 5 3",
                "actor=Nobody | ''",
                "before=3 | 2 1"
            })
    void itIsShownNewestFirstAndOnlyWhatIsAskedFor(String query, String positions) throws Exception {
        assertThat(page(query).select("tbody th .sub").eachText())
                .isEqualTo(positions.isEmpty() ? List.of() : List.of(positions.split(" ")));
    }

    @Test
    void anEntrySaysWhoDidWhatToWhatAndWhen() throws Exception {
        Document page = page("");

        assertThat(page.select("#entry-3").text())
                .contains("2 December 2026", "Huda", "Version published", "version:2", "material", "true");
        assertThat(page.select("#entry-5").text()).contains("draft.of-another-time");
        assertThat(page.select("#actor option").eachText()).containsExactly("Everybody", "=1+1", "Huda", "policy");
    }

    @ParameterizedTest
    @CsvSource({
        "from=soon, This is not a day such as 2026-12-31: soon",
        "to=31.12.2026, This is not a day such as 2026-12-31: 31.12.2026",
        "from=2026-12-02&to=2026-12-01, The last day is before the first."
    })
    void whatIsNoDayIsNamedAndTheRestIsKept(String query, String problem) throws Exception {
        Document page = page(query + "&subject=draft:2");

        assertThat(page.select(".error-summary li").text()).isEqualTo(problem);
        assertThat(page.select("#subject").val()).isEqualTo("draft:2");
    }

    @Test
    void manyEntriesAreShownPageByPage() throws Exception {
        for (int i = 0; i < 60; i++) {
            record(HUDA, "draft.begun", "draft:" + i, Map.of());
        }
        Document newest = page("actor=Huda");
        String older = newest.select("a[href*=before]").attr("href");

        assertThat(newest.select("tbody tr")).hasSize(50);
        assertThat(page(older.substring(older.indexOf('?') + 1))
                        .select("tbody th .sub")
                        .eachText())
                .hasSize(13)
                .startsWith("15")
                .endsWith("2");
    }

    @Test
    void itIsExportedWithAllThatTheFingerprintsAreComputedOver() throws Exception {
        MvcTestResult result = mvc.get()
                .uri("/admin/trail.csv?from=2026-12-02")
                .with(SignedIn.as(reader))
                .exchange();

        assertThat(result).hasStatusOk().hasContentType("text/csv;charset=utf-8");
        assertThat(result.getResponse().getHeader("Content-Disposition")).contains("attachment", "trail.csv");
        List<CSVRecord> lines = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(result.getResponse().getContentAsString()))
                .getRecords();
        assertThat(lines).extracting(line -> line.get("seq")).containsExactly("3", "4", "5");
        assertThat(lines.get(1).get("actor")).isEqualTo("'=1+1");
        assertThat(lines.get(2).get("details")).isEqualTo("{\"what\":\"a \\\"quoted\\\", text\"}");
        assertThat(lines.get(2).get("previous")).isEqualTo(lines.get(1).get("hash"));
    }

    @Test
    void whatIsNoDayIsNotExportedAsIfNothingHadBeenAsked() {
        MvcTestResult result = mvc.get()
                .uri("/admin/trail.csv?from=yesterday&actor=Huda")
                .with(SignedIn.as(reader))
                .exchange();

        assertThat(result).hasStatus(302).hasRedirectedUrl("/admin/trail?from=yesterday&actor=Huda");
    }

    private void record(Actor actor, String action, String subject, Map<String, ?> details) {
        transactions.executeWithoutResult(transaction -> trail.record(actor, action, subject, details));
    }

    private Document page(String query) throws Exception {
        MvcTestResult result = mvc.get()
                .uri("/admin/trail" + (query.isEmpty() ? "" : "?" + query))
                .with(SignedIn.as(reader))
                .exchange();
        assertThat(result).hasStatusOk();
        return Jsoup.parse(result.getResponse().getContentAsString());
    }
}
