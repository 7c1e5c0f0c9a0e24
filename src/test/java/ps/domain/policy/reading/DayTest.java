package ps.domain.policy.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;

@PolicyTest
class DayTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    private Http http;

    @BeforeEach
    void threeVersionsAndOneWithdrawn() {
        http = new Http(port);
        SampleVersions samples = new SampleVersions(application);
        samples.material(LocalDate.of(2027, 1, 1));
        samples.withdraw(samples.material(LocalDate.of(2027, 2, 1)));
        samples.material(LocalDate.of(2027, 3, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-10, 1",
        "2026-12-31, 1",
        "2027-01-01, 2",
        "2027-02-15, 2",
        "2027-02-28, 2",
        "2027-03-01, 4",
        "9999-12-31, 4"
    })
    void aDayLeadsToTheVersionInForceOnIt(String day, int number) {
        assertThat(target("/ar/privacy/on/" + day)).isEqualTo("/ar/privacy/versions/" + number);
    }

    @Test
    void theFormOfTheHistoryPageLeadsThere() {
        Document history = http.page("/en/privacy/versions");
        assertThat(history.expectFirst("form.ask").attr("action")).isEqualTo("/en/privacy/versions");
        assertThat(history.expectFirst("form.ask").attr("method")).isEqualTo("get");
        assertThat(history.expectFirst("form.ask input[type=date]").attr("name"))
                .isEqualTo("date");
        assertThat(history.expectFirst("form.ask input").attr("min")).isEqualTo("2026-06-10");

        assertThat(target("/en/privacy/versions?date=2027-02-15")).isEqualTo("/en/privacy/on/2027-02-15");
    }

    @ParameterizedTest
    @CsvSource({
        "/en/privacy/on/2026-06-09, 404, No version was in force on that day, 2026-06-09",
        "/ar/privacy/on/1950-01-01, 404, لم تكن أي نسخة سارية في ذلك اليوم, 1950-01-01",
        "/en/privacy/on/2027-02-30, 400, That is not a day, ''",
        "/ar/privacy/on/tomorrow, 400, هذا ليس تاريخًا, ''",
        "/en/privacy/on/+999999999-12-31, 400, That is not a day, ''",
        "/en/privacy/on/%3Cscript%3E, 400, That is not a day, ''",
        "/en/privacy/versions?date=, 400, That is not a day, ''",
        "/en/privacy/versions?date=1/2/2027, 400, That is not a day, ''",
    })
    void whatLeadsNowhereIsExplainedAndCanBeAskedAgain(String path, int status, String title, String kept) {
        HttpResponse<byte[]> answer = http.get(path);
        Document page = Jsoup.parse(new String(answer.body(), UTF_8));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(page.expectFirst("h1").text()).isEqualTo(title);
        assertThat(page.expectFirst("form.ask input[name=date]").val()).isEqualTo(kept);
        assertThat(page.expectFirst(".lead time[datetime=2026-06-10]").text()).contains("2026");
    }

    private String target(String path) {
        HttpResponse<byte[]> answer = http.get(path);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().allValues("Cache-Control"))
                .as("another version may be in force then by tomorrow")
                .containsExactly("no-cache");
        return answer.headers().firstValue("Location").orElse("");
    }
}
