package ps.domain.policy.reading.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.NewVersion;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Section;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PolicyTest
class DownloadsTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private MessageSource messages;

    @Autowired
    private Links links;

    @Autowired
    private SiteSettings settings;

    @Autowired
    private TestClock clock;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ar/privacy/versions/1.md | text/markdown; charset=UTF-8 | attachment | domain.ps-privacy-policy-v1-ar.md
                    en/privacy/versions/1.md | text/markdown; charset=UTF-8 | attachment | domain.ps-privacy-policy-v1-en.md
                    ar/privacy/versions/1.txt | text/plain; charset=UTF-8 | inline | domain.ps-privacy-policy-v1-ar.txt
                    en/privacy/versions/1.json | application/json | attachment | domain.ps-privacy-policy-v1.json
                    ar/privacy/versions/1.pdf | application/pdf | inline | domain.ps-privacy-policy-v1-ar.pdf
                    """)
    void aFileIsServedWithItsTypeItsNameAndATag(String path, String type, String disposition, String name)
            throws Exception {
        HttpResponse<byte[]> response = send(request(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type").replace(";charset", "; charset"))
                .isEqualTo(type);
        assertThat(header(response, "Content-Disposition")).isEqualTo(disposition + "; filename=\"" + name + "\"");
        assertThat(header(response, "Cache-Control")).contains("max-age=31536000", "public", "immutable");
        assertThat(header(response, "ETag")).matches("\"[\\w-]{24}\"");
        assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");

        HttpResponse<byte[]> again = send(request(path).header("If-None-Match", header(response, "ETag")));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();

        HttpResponse<byte[]> head = send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "ETag")).isEqualTo(header(response, "ETag"));
        assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(response.body().length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "en/privacy/versions/2.pdf",
                "en/privacy/versions/0.md",
                "en/privacy/versions/01.md",
                "en/privacy/versions/99999999999.json",
                "en/privacy/versions/1.docx",
                "en/privacy/versions/1.PDF",
                "fr/privacy/versions/1.txt"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void theMarkdownOfVersionOneIsTheCompanysOwnFile(Language language) throws Exception {
        assertThat(send(request(language + "/privacy/versions/1.md")).body())
                .isEqualTo(new ClassPathResource("policy/privacy-policy." + language + ".md").getContentAsByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theFingerprintCanBeComputedAgainFromTheJson(int number) throws Exception {
        publish();
        byte[] bytes = send(request("en/privacy/versions/" + number + ".json")).body();
        JsonNode json = JsonMapper.shared().readTree(bytes);

        byte[] document = new JsonCanonicalizer(json.path("document").toString()).getEncodedUTF8();

        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document)))
                .isEqualTo(json.path("fingerprint").asString())
                .isEqualTo(versions.timeline().version(number).orElseThrow().sha256());
        assertThat(new JsonCanonicalizer(bytes).getEncodedUTF8()).isEqualTo(bytes);
        assertThat(json.path("document")
                        .path("sections")
                        .path(0)
                        .path("heading")
                        .path("en")
                        .asString())
                .isEqualTo("What We Collect");
        assertThat(json.path("address").path("ar").asString())
                .isEqualTo("http://localhost:8080/ar/privacy/versions/" + number);
        assertThat(send(request("ar/privacy/versions/" + number + ".json")).body())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void theBytesAreTheSameWheneverAndWhereverTheyAreMade(Format format) {
        publish();
        byte[] upcoming = bytes(new Downloads(messages, links, settings), format);

        clock.set(Instant.parse("2027-06-01T09:00:00Z"));

        assertThat(bytes(new Downloads(messages, links, settings), format)).isEqualTo(upcoming);
    }

    /** PDFium turns lines from right to left around piece by piece: there must be nothing in these that makes them such. */
    @Test
    void theAddressAndTheFingerprintAreCopiedFromTheArabicPdfAsTheyAre() throws Exception {
        try (PDDocument pdf =
                Loader.loadPDF(send(request("ar/privacy/versions/1.pdf")).body())) {
            assertThat(new PDFTextStripper().getText(pdf).lines())
                    .contains(
                            links.to("/ar/privacy/versions/1"),
                            versions.timeline().version(1).orElseThrow().sha256());
            assertThat(pdf.getDocumentCatalog().getViewerPreferences().getReadingDirection())
                    .as("the whole document is none either")
                    .isEqualTo("L2R");
        }
    }

    @Test
    void plainTextIsForPeople() throws Exception {
        String english = text("en");
        assertThat(english)
                .startsWith("""
                        Privacy Policy
                        ==============

                        Version 1, effective date: 10 June 2026
                        http://localhost:8080/en/privacy/versions/1
                        """)
                .contains(versions.timeline().version(1).orElseThrow().sha256())
                .contains("\n2. Why We Collect It\n--------------------\n\n• To provision and operate")
                .contains("\n• Payment processors — Lahza and local banks process payments; they receive\n  the data");
        assertThat(english.lines()).allMatch(line -> line.length() <= 78);

        String arabic = text("ar");
        assertThat(arabic)
                .startsWith("سياسة الخصوصية\n\nالنسخة 1، تاريخ السريان: 10 حزيران 2026\n")
                .contains("\n\u200F• WHMCS — منصة", "\n• مزوّدو خدمات الدفع", "نطاقات \u2066.ps\u2069 إلى")
                .contains("لدينا على my.domain.ps.\n");
    }

    /** Or else whoever finds it on paper waits for a day on which nothing happens. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | Version 2, withdrawn on 1 December 2026; it never took effect | 1 January 2027 | withdrawn
                    ar | النسخة 2، سُحبت في 1 كانون الأول 2026 ولم تسرِ قط | 1 كانون الثاني 2027 | مسحوبة
                    """)
    void aFileOfAWithdrawnVersionSaysThatItIsAndNamesNoDay(String language, String said, String day, String onEachSheet)
            throws Exception {
        publish();
        String address = language + "/privacy/versions/2.";
        assertThat(new String(send(request(address + "txt")).body(), StandardCharsets.UTF_8))
                .contains(day);

        withdraw(2);

        assertThat(new String(send(request(address + "txt")).body(), StandardCharsets.UTF_8))
                .contains("\n" + said + "\n")
                .doesNotContain(day);
        assertThat(new String(send(request(address + "md")).body(), StandardCharsets.UTF_8))
                .contains("\nwithdrawn: 2026-12-01\n---\n")
                .doesNotContain("2027-01-01");
        try (PDDocument pdf = Loader.loadPDF(send(request(address + "pdf")).body())) {
            assertThat(pdf.getDocumentInformation().getSubject()).isEqualTo(said);
            PDFTextStripper last = new PDFTextStripper();
            last.setStartPage(pdf.getNumberOfPages());
            assertThat(pdf.getNumberOfPages()).isGreaterThan(1);
            assertThat(last.getText(pdf)).contains(onEachSheet);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    en | Version 2, replaced by version 3 before it could take effect | 1 January 2027 | version 2 (replaced)
                    ar | النسخة 2، حلّت محلّها النسخة 3 قبل أن تسري | 1 كانون الثاني 2027 | مستبدلة
                    """)
    void aFileOfAVersionThatAnotherOneOfItsDayReplacedSaysThatItIsReplaced(
            String language, String said, String day, String onEachSheet) throws Exception {
        publish();
        String address = language + "/privacy/versions/2.";
        HttpResponse<byte[]> before = send(request(address + "txt"));
        JsonNode json =
                JsonMapper.shared().readTree(send(request(address + "json")).body());
        assertThat(new String(before.body(), StandardCharsets.UTF_8)).contains(day);
        assertThat(json.has("overtakenBy")).isFalse();

        publish();

        HttpResponse<byte[]> after = send(request(address + "txt").header("If-None-Match", header(before, "ETag")));
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(header(after, "Cache-Control")).contains("must-revalidate");
        assertThat(new String(after.body(), StandardCharsets.UTF_8))
                .contains("\n" + said + "\n")
                .doesNotContain(day);
        assertThat(new String(send(request(address + "md")).body(), StandardCharsets.UTF_8))
                .contains("\nreplaced: 2027-01-01\n---\n");
        byte[] bytes = send(request(address + "json")).body();
        assertThat(JsonMapper.shared().readTree(bytes).path("overtakenBy").asInt())
                .isEqualTo(3);
        assertThat(new JsonCanonicalizer(bytes).getEncodedUTF8()).isEqualTo(bytes);
        try (PDDocument pdf = Loader.loadPDF(send(request(address + "pdf")).body())) {
            assertThat(pdf.getDocumentInformation().getSubject()).isEqualTo(said);
            assertThat(new PDFTextStripper().getText(pdf)).contains(onEachSheet);
        }

        clock.set(Instant.parse("2027-06-01T09:00:00Z"));

        HttpResponse<byte[]> settled = send(request(address + "txt"));
        assertThat(settled.body()).isEqualTo(after.body());
        assertThat(header(settled, "Cache-Control")).contains("immutable");
    }

    @Test
    void aNumberOfATelephoneIsWrittenOnceInPlainText() throws Exception {
        String text = sample(Samples.of("""
                Call [+970 (2) 123-4567](tel:+97021234567), [\u0660\u0662 \u0661\u0662\u0663](tel:02123) or [our office](tel:+970-2-765).
                """), Language.EN);

        assertThat(text.replace('\n', ' '))
                .contains("Call +970 (2) 123-4567, \u0660\u0662 \u0661\u0662\u0663 or our office (+970-2-765).");
    }

    @Test
    void plainTextKeepsTablesListsLinksAndCode() {
        String english = sample(Samples.of("""
                | Data | Kept | Copies | Places |
                |---|---|--:|:-:|
                | Invoices | 7 years | 12 | 1 |
                | Logs | [see](/logs) | 1 | 1 |

                1. One
                   - inner
                2. Two

                > Quoted
                > twice

                    code  stays
                """), Language.EN);

        assertThat(english).contains("""
                Data      Kept                              Copies  Places
                --------  --------------------------------  ------  ------
                Invoices  7 years                               12    1
                Logs      see (http://localhost:8080/logs)       1    1

                1. One
                   • inner
                2. Two

                > Quoted twice

                    code  stays
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "Acme & Söhne GmbH, acme-s-hne-gmbh-privacy-policy-v1.json",
        "شركة, privacy-policy-v1.json",
        "../../etc, etc-privacy-policy-v1.json"
    })
    void theNameOfTheFileIsSafeWhateverTheCompanyIsCalled(String company, String name) {
        SiteSettings others = new SiteSettings(
                settings.publicUrl(), company, settings.zone(), settings.defaultLanguage(), null, null, "contact");

        assertThat(new Downloads(messages, links, others)
                        .of(versions.timeline().version(1).orElseThrow(), versions.timeline(), Language.EN, Format.JSON)
                        .fileName())
                .isEqualTo(name);
    }

    @Test
    void theVersionsPageAndTheListLinkToTheFiles() throws Exception {
        List<String> files = List.of("pdf", "md", "txt", "json").stream()
                .map(format -> "/ar/privacy/versions/1." + format)
                .toList();
        for (String page : List.of("ar/privacy/versions/1", "ar/privacy", "ar/privacy/versions")) {
            String html = new String(send(request(page)).body(), StandardCharsets.UTF_8);
            assertThat(Jsoup.parse(html).select("main a[href*=versions/1.]").eachAttr("href"))
                    .isEqualTo(files);
        }
    }

    private byte[] bytes(Downloads downloads, Format format) {
        return downloads
                .of(versions.timeline().version(2).orElseThrow(), versions.timeline(), Language.AR, format)
                .bytes();
    }

    private String text(String language) throws Exception {
        return new String(send(request(language + "/privacy/versions/1.txt")).body(), StandardCharsets.UTF_8);
    }

    private String sample(Timeline timeline, Language language) {
        return new String(
                new Downloads(messages, links, settings)
                        .of(timeline.version(1).orElseThrow(), timeline, language, Format.TXT)
                        .bytes(),
                StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void withdraw(int number) {
        BilingualText reason = new BilingualText("وجدنا فيها خطأً.", "We found a mistake in it.");
        transactions.executeWithoutResult(status -> versions.withdraw(
                versions.recordedTimeline().version(number).orElseThrow(), reason, Actor.APPLICATION));
    }

    private void publish() {
        Version latest = versions.timeline().latest().orElseThrow();
        List<Section> sections = new ArrayList<>(latest.sections());
        sections.removeLast();
        NewVersion wanted = new NewVersion(
                LocalDate.of(2027, 1, 1),
                new Material(),
                latest.title(),
                new BilingualText("حذفنا قسمًا.", "We removed a section."),
                sections);
        transactions.executeWithoutResult(status -> versions.publish(wanted, Actor.APPLICATION));
    }
}
