package ps.domain.policy.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Version;

@PolicyTest
class PolicyPagesTest {

    @LocalServerPort
    private int port;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TestClock clock;

    @Autowired
    private ApplicationContext application;

    private Http http;

    @BeforeEach
    void prepare() {
        http = new Http(port);
    }

    @ParameterizedTest
    @CsvSource({"en, ltr, Privacy Policy, 10 June 2026", "ar, rtl, سياسة الخصوصية, 10 حزيران 2026"})
    void theVersionInForceShowsElevenNumberedSectionsAndItsDate(
            String language, String direction, String title, String lastUpdated) {
        Document page = http.page("/" + language + "/privacy");

        assertThat(page.expectFirst("html").attr("lang")).isEqualTo(language);
        assertThat(page.expectFirst("html").attr("dir")).isEqualTo(direction);
        assertThat(page.expectFirst("h1").text()).isEqualTo(title);
        assertThat(page.expectFirst(".meta time").text()).isEqualTo(lastUpdated);
        assertThat(page.select("section[id] h2 .number").eachText())
                .containsExactly("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10.", "11.");
        assertThat(page.select(".contents a").eachAttr("href"))
                .isEqualTo(page.select("section[id]").eachAttr("id").stream()
                        .map("#"::concat)
                        .toList());
        assertThat(page.select("script:not([type='application/ld+json']), [style], style"))
                .isEmpty();
    }

    @Test
    void everySectionLinksToItselfInTheOtherLanguage() {
        assertThat(http.page("/en/privacy").select("section[id] .switch-here").eachAttr("href"))
                .contains("/ar/privacy#data-retention")
                .hasSize(11);
    }

    @ParameterizedTest
    @CsvSource({
        "/, en-US, /en/privacy",
        "/privacy, 'ar,en;q=0.5', /ar/privacy",
        "/privacy, 'fr,en;q=0.3', /en/privacy",
        "/privacy, de, /ar/privacy",
        "/privacy, ;;;, /ar/privacy"
    })
    void theEntranceLeadsToTheReadersLanguage(String path, String accepted, String target) {
        HttpResponse<byte[]> answer = http.get(path, "Accept-Language", accepted);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().allValues("Location")).containsExactly(target);
        assertThat(String.join(", ", answer.headers().allValues("Vary"))).contains("Accept-Language", "Cookie");
    }

    @Test
    void anUpcomingVersionIsAnnouncedAndTakesEffectByTheClock() {
        publish(LocalDate.of(2027, 1, 1));

        assertThat(http.page("/en/privacy").expectFirst(".band").text()).contains("takes effect on 1 January 2027");
        assertThat(http.page("/en/privacy").text()).doesNotContain("A new sentence.");
        assertThat(http.page("/ar/privacy/versions/2").expectFirst(".band").text())
                .contains("تسري ابتداءً من 1 كانون الثاني 2027");

        clock.set(Instant.parse("2026-12-31T22:00:00Z"));

        assertThat(http.page("/en/privacy").text()).contains("A new sentence.", "Last updated: 1 January 2027");
        assertThat(http.page("/en/privacy").select(".band")).isEmpty();
        assertThat(http.page("/en/privacy/versions/1").expectFirst(".band").text())
                .contains("in force from 10 June 2026 to 31 December 2026");
        assertThat(http.page("/en/privacy/versions").select(".version .badge").eachText())
                .containsExactly("In force", "Material change", "Superseded");
    }

    /** Several of them are open side by side in a browser, and kept among its bookmarks. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /en/privacy | Privacy Policy – domain.ps
                    /en/privacy/versions/1 | Privacy Policy, version 1 – domain.ps
                    /ar/privacy/versions/2 | سياسة الخصوصية، النسخة 2 – domain.ps
                    """)
    void theTitleOfAPageSaysWhichVersionItKeeps(String path, String title) {
        publish(LocalDate.of(2027, 1, 1));

        assertThat(http.page(path).title()).isEqualTo(title);
        assertThat(http.page(path).expectFirst("h1").text()).isIn("Privacy Policy", "سياسة الخصوصية");
    }

    @Test
    void aVersionThatAnotherOneOfTheSameDayTookThePlaceOfIsNotSaidToHaveBeenInForce() {
        SampleVersions samples = new SampleVersions(application);
        samples.material(LocalDate.of(2027, 1, 1));
        samples.material(LocalDate.of(2027, 1, 1));
        clock.set(Instant.parse("2027-01-02T09:00:00Z"));

        assertThat(http.page("/en/privacy/versions/2").select(".facts dt").eachText())
                .contains("Was to take effect on")
                .doesNotContain("In force from", "In force to");
        assertThat(http.page("/en/privacy/versions/3").select(".facts dt").eachText())
                .contains("In force from");
    }

    /** That it never did is said only of one that was replaced before its day. */
    @Test
    void aVersionThatWasInForceForHoursIsSaidToHaveBeenInForceOnThatDay() {
        SampleVersions samples = new SampleVersions(application);
        LocalDate today = LocalDate.of(2026, 12, 1);
        samples.minor(today);
        String file = "/en/privacy/versions/2.json";
        byte[] kept = http.get(file).body();
        samples.minor(today);

        assertThat(http.page("/en/privacy/versions/2").expectFirst(".band").text())
                .contains("It was in force from 1 December 2026 to 1 December 2026");
        assertThat(http.get(file).body()).isEqualTo(kept);
    }

    @Test
    void machinesAreToldWhenItBecameKnownThatAVersionIsReplacedBeforeItsDay() {
        SampleVersions samples = new SampleVersions(application);
        samples.material(LocalDate.of(2027, 1, 1));
        clock.set(Instant.parse("2026-12-05T09:00:00Z"));
        samples.material(LocalDate.of(2027, 1, 1));

        assertThat(http.page("/en/privacy/versions/2")
                        .expectFirst("script[type=application/ld+json]")
                        .data())
                .contains("\"dateModified\":\"2026-12-05T11:00:00+02:00\"");
    }

    /** As when a mistake is found in what was published, and it is published anew for the same day. */
    @Test
    void aVersionThatAnotherOneOfTheSameDayWillTakeThePlaceOfIsNotAnnounced() {
        SampleVersions samples = new SampleVersions(application);
        samples.material(LocalDate.of(2027, 1, 1));
        Version third = samples.material(LocalDate.of(2027, 1, 1));

        assertThat(http.page("/en/privacy").select(".band p").eachText())
                .singleElement()
                .asString()
                .contains("takes effect on 1 January 2027");
        assertThat(http.page("/en/privacy").select(".band a").eachText()).startsWith("Read version 3");
        assertThat(http.page("/en/privacy/versions/2").expectFirst(".band").text())
                .contains("It will not take effect: a later version takes its place on the same day, 1 January 2027");
        assertThat(http.page("/ar/privacy/versions").text())
                .contains("لن تسري؛ تحلّ محلّها نسخة لاحقة في 1 كانون الثاني 2027");
        assertThat(http.page("/en/privacy/compare/1...3").select("#to option").eachText())
                .containsExactly(
                        "Version 3 – from 1 January 2027",
                        "Version 2 – replaced by a later one",
                        "Version 1 – from 10 June 2026");

        samples.withdraw(third);

        assertThat(http.page("/en/privacy").select(".band a").eachText()).startsWith("Read version 2");
        assertThat(http.page("/en/privacy/versions/2").expectFirst(".band").text())
                .contains("It takes effect on 1 January 2027");
        assertThat(http.page("/en/privacy/compare/1...2").select("#to option").eachText())
                .startsWith("Version 3 – withdrawn", "Version 2 – from 1 January 2027");
    }

    @ParameterizedTest
    @CsvSource({
        "/en/privacy/versions/2",
        "/en/privacy/versions/0",
        "/en/privacy/versions/01",
        "/en/privacy/versions/99999999999",
        "/fr/privacy",
        "/en/privacy/"
    })
    void whatWasNeverPublishedIsNotFound(String path) {
        assertThat(http.get(path).statusCode()).isEqualTo(404);
    }

    private void publish(LocalDate effectiveFrom) {
        Version first = versions.timeline().version(1).orElseThrow();
        List<Section> sections = new ArrayList<>(first.sections());
        Section old = sections.getFirst();
        BilingualText body =
                new BilingualText(old.body().ar() + " جملة جديدة.", old.body().en() + " A new sentence.");
        sections.set(0, new Section(old.key(), old.heading(), body));
        NewVersion wanted = new NewVersion(
                effectiveFrom,
                new Material(),
                first.title(),
                new BilingualText("أضفنا جملة.", "We added a sentence."),
                sections);
        transactions.executeWithoutResult(status -> versions.publish(wanted, Actor.APPLICATION));
    }
}
