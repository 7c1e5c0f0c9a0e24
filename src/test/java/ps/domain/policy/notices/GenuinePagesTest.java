package ps.domain.policy.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.StaffBrowser;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.versions.Version;

/** "Is this email genuine?", as somebody sees it who got one. */
@PolicyTest
class GenuinePagesTest {

    @LocalServerPort
    private int port;

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

    private Http http;

    @BeforeEach
    void somebody() {
        http = new Http(port);
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                VALUES (1, 'Sample Name', '', 'somebody@example.com', 'somebody@example.com', 'en', 'ACTIVE', now())
                """).update();
    }

    @ParameterizedTest
    @CsvSource({
        "en, We sent this notice, In English, In Arabic",
        "ar, 'نعم، نحن أرسلنا هذا الإشعار', بالعربية, بالإنجليزية"
    })
    void whatWasSentIsShownInBothLanguagesAndNamesNobody(String language, String title, String first, String second) {
        Notice notice = announce();
        clock.advance(Duration.ofMinutes(11));

        Document page = http.page("/" + language + "/notice/" + notice.reference());

        assertThat(page.select("h1").text()).isEqualTo(title);
        assertThat(page.select(".letter").eachAttr("aria-label")).containsExactly(first, second);
        assertThat(page.select(".letter[lang=en]").text())
                .contains("domain.ps: our privacy policy changes on 1 January 2027", notice.reference());
        assertThat(page.select(".letter[lang=ar]").text()).contains("تتغيّر سياسة الخصوصية");
        assertThat(page.select(".letter a").eachAttr("href"))
                .contains(
                        "http://localhost:8080/en/privacy/compare/1...2",
                        "http://localhost:8080/ar/notice/" + notice.reference());
        assertThat(page.select(".facts").text()).contains("2");
        assertThat(page.html()).doesNotContain("somebody@", "Sample Name");
        assertThat(page.select("meta[name=robots]").attr("content")).isEqualTo("noindex");
    }

    @Test
    void theMailItselfCanBeSeenAndRunsNothing() {
        Notice notice = announce();
        clock.advance(Duration.ofMinutes(11));

        HttpResponse<byte[]> mail = http.get("/en/notice/" + notice.reference() + "/mail/en");

        assertThat(mail.statusCode()).isEqualTo(200);
        assertThat(text(mail)).contains("our privacy policy changes on").doesNotContain("somebody@");
        assertThat(mail.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'")
                .doesNotContain("script-src");
        assertThat(http.get("/en/notice/" + notice.reference() + "/mail/fr").statusCode())
                .isEqualTo(404);
    }

    @Test
    void thereIsNoneBeforeTheHoldIsOver() {
        Notice notice = announce();

        assertThat(http.get("/en/notice/" + notice.reference()).statusCode()).isEqualTo(404);
        assertThat(http.get("/en/notice/" + notice.reference() + "/mail/en").statusCode())
                .isEqualTo(404);
        clock.advance(Duration.ofMinutes(10));
        assertThat(http.get("/en/notice/" + notice.reference()).statusCode()).isEqualTo(200);
    }

    @Test
    void ofOneThatWasCancelledInTimeItIsSaidThatNobodyGotIt() {
        Notice notice = announce();
        notices.decide(notice.id(), Decision.STOP, "A mistake", Actor.APPLICATION);
        clock.advance(Duration.ofMinutes(11));

        HttpResponse<byte[]> answer = http.get("/en/notice/" + notice.reference());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).contains("cancelled it before anybody got it").doesNotContain("class=\"letter\"");
        assertThat(http.get("/en/notice/" + notice.reference() + "/mail/en").statusCode())
                .isEqualTo(404);
    }

    @Test
    void oneThatIsUnknownGetsAWarning() {
        HttpResponse<byte[]> answer = http.get("/en/notice/PP2-0000-0000-0000");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).contains("We know of no such email", "do not enter a password", "PP2-0000-0000-0000");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "style-src 'self'")
                .doesNotContain("unsafe", "script-src");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void whatSomebodyTypedIsShownAsTextAndNotWithoutEnd() {
        String answer = text(http.get("/en/notice?reference=%3Cscript%3Ealert(1)%3C/script%3E" + "x".repeat(500)));

        assertThat(answer)
                .contains("This is not one of our references", "&lt;script&gt;")
                .doesNotContain("<script");
        assertThat(answer).doesNotContain("x".repeat(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pp2-7k4m-9qxd-3ftc",
                "PP2 7K4M 9QXD 3FTC",
                "PP27K4M9QXD3FTC",
                " PP2-7K4M-9QXD-3FTC. ",
                "PP٢-٧K٤M-٩QXD-٣FTC"
            })
    void aReferenceIsUnderstoodHoweverItIsTyped(String typed) {
        assertThat(Reference.typed(typed)).contains("PP2-7K4M-9QXD-3FTC");
    }

    @ParameterizedTest
    @CsvSource({"PP1O-0000-OIL1-0000, PP10-0000-0111-0000", "PP12-3456-789A-BCDE, PP12-3456-789A-BCDE"})
    void lettersThatTheAlphabetLacksAreTheDigitsThatTheyLookLike(String typed, String read) {
        assertThat(Reference.typed(typed)).contains(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "PP2", "XY2-7K4M-9QXD-3FTC", "PP0-7K4M-9QXD-3FTC", "PP2-7K4M-9QXD-3FTU", "PP2-7K4M-9QXD"})
    void whatCannotBeAReferenceIsNone(String typed) {
        assertThat(Reference.typed(typed)).isEmpty();
    }

    @Test
    void theFormLeadsToThePageOfTheReference() {
        Document form = http.page("/en/notice");
        assertThat(form.select("form.ask").attr("action")).isEqualTo("/en/notice");
        assertThat(form.select("form.ask input").attr("name")).isEqualTo("reference");

        assertThat(StaffBrowser.target(http.get("/en/notice?reference=pp2+7k4m+9qxd+3ftc")))
                .isEqualTo("/en/notice/PP2-7K4M-9QXD-3FTC");
        assertThat(StaffBrowser.target(http.get("/ar/notice/pp2-7k4m-9qxd-3ftc")))
                .isEqualTo("/ar/notice/PP2-7K4M-9QXD-3FTC");
    }

    /** Proxies that are told nothing keep a page, or where it leads, for as long as they like. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?reference=pp2+7k4m+9qxd+3ftc", "/pp2-7k4m-9qxd-3ftc"})
    void nobodyIsLeftToGuessHowLongTheFormMayBeKept(String rest) {
        assertThat(http.get("/en/notice" + rest).headers().firstValue("Cache-Control"))
                .contains("no-cache");
    }

    @Test
    void guessingIsSlowedForAllTogetherAndWhatIsThereIsStillAnswered() {
        clock.advance(Duration.ofDays(1)); // away from what other tests missed
        Notice notice = announce();
        clock.advance(Duration.ofMinutes(11));
        for (int guess = 0; guess < MissThrottle.BURST; guess++) {
            assertThat(http.get("/en/notice/" + Reference.of(2)).statusCode()).isEqualTo(404);
        }

        HttpResponse<byte[]> slowed = http.get("/en/notice/" + Reference.of(2));

        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(slowed.headers().firstValue("Retry-After")).contains("60");
        assertThat(text(slowed)).contains("We cannot check this right now");
        assertThat(http.get("/en/notice/" + Reference.of(2) + "/mail/en").statusCode())
                .isEqualTo(429);
        assertThat(http.get("/en/notice/" + notice.reference()).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(http.get("/en/notice/" + Reference.of(2)).statusCode()).isEqualTo(404);
    }

    private Notice announce() {
        Version version = new SampleVersions(application).material(LocalDate.of(2027, 1, 1));
        transactions.executeWithoutResult(transaction -> notices.announce(version, Actor.APPLICATION));
        return notices.all().getFirst();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
