package ps.domain.policy.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What feed readers, search engines and other programs find. */
@PolicyTest
@TestPropertySource(
        properties = {
            "policy.public-url=https://policy.example",
            "policy.security-txt.contact=mailto:security@example.com,https://policy.example/security",
            "policy.security-txt.policy=https://policy.example/security-policy"
        })
class MachinesTest {

    private static final String ATOM = "http://www.w3.org/2005/Atom";

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TestClock clock;

    private Http http;
    private SampleVersions samples;

    @BeforeEach
    void prepare() {
        http = new Http(port);
        samples = new SampleVersions(application);
    }

    @ParameterizedTest
    @EnumSource
    void theFeedHasAnEntryForEachPublicationWithWhatAtomRequires(Language language) throws Exception {
        samples.material(LocalDate.of(2027, 1, 1));
        clock.set(TestClock.START.plusSeconds(3600));
        Version third = samples.minor(LocalDate.of(2027, 2, 1));
        Element before = feed(language);
        List<String> ids = texts(before, "id");

        assertThat(before.getAttribute("xml:lang")).isEqualTo(language.tag());
        assertThat(ids).hasSize(4).doesNotHaveDuplicates().allMatch(id -> id.matches("urn:uuid:[0-9a-f-]{36}"));
        assertThat(texts(before, "title")).hasSize(4).noneMatch(String::isBlank);
        assertThat(texts(before, "updated")).hasSize(4).allSatisfy(OffsetDateTime::parse);
        assertThat(texts(before, "updated").getFirst()).isEqualTo("2026-12-01T10:00:00Z");
        assertThat(texts(before, "published")).startsWith("2026-12-01T10:00:00Z", "2026-12-01T09:00:00Z");
        assertThat(elements(before, ATOM, "category").stream().map(category -> category.getAttribute("term")))
                .as("the first version was no change at all")
                .containsExactly("minor", "material");
        assertThat(texts(before, "name")).containsExactly("domain.ps");
        assertThat(links(before, "self")).containsExactly("https://policy.example/" + language + "/privacy/feed.atom");
        assertThat(links(before, "alternate"))
                .containsExactly(
                        "https://policy.example/" + language + "/privacy/versions",
                        "https://policy.example/" + language + "/privacy/versions/3",
                        "https://policy.example/" + language + "/privacy/versions/2",
                        "https://policy.example/" + language + "/privacy/versions/1");
        String content = texts(before, "content").getFirst();
        assertThat(Jsoup.parse(content).text())
                .contains(language == Language.AR ? "أضفنا جملة." : "We added a sentence.")
                .contains(language == Language.AR ? "لا يتغيّر المعنى." : "Nothing changes its meaning.");

        clock.set(TestClock.START.plusSeconds(7200));
        samples.withdraw(third);
        Element after = feed(language);
        assertThat(texts(after, "id")).isEqualTo(ids);
        assertThat(texts(after, "updated")).startsWith("2026-12-01T11:00:00Z", "2026-12-01T11:00:00Z");
        assertThat(texts(after, "content").getFirst())
                .contains(language == Language.AR ? "وجدنا فيها خطأً." : "We found a mistake in it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    EN | Version 3, in force from 1 January 2027 | Version 2, replaced before it could take effect
                    AR | النسخة 3، سارية ابتداءً من 1 كانون الثاني 2027 | النسخة 2، حلّت محلّها نسخة لاحقة قبل أن تسري
                    """)
    void noEntryIsOfAVersionInForceFromADayOnWhichAnotherIs(Language language, String third, String second)
            throws Exception {
        samples.material(LocalDate.of(2027, 1, 1));
        Version stays = samples.minor(LocalDate.of(2027, 1, 1));
        List<String> upcoming = texts(feed(language), "title");
        clock.set(Instant.parse("2027-01-02T09:00:00Z"));

        assertThat(texts(feed(language), "title")).isEqualTo(upcoming).contains(third, second);
        assertThat(stays.number()).isEqualTo(3);
    }

    @Test
    void theFeedsOfTheTwoLanguagesAreTwoFeeds() throws Exception {
        Set<String> ids = new HashSet<>(texts(feed(Language.AR), "id"));

        assertThat(texts(feed(Language.EN), "id")).doesNotContainAnyElementsOf(ids);
    }

    @ParameterizedTest
    @CsvSource({
        "/en/privacy, true, https://policy.example/en/privacy, 2, 2026-12-10T00:00:00+02:00",
        "/ar/privacy, true, https://policy.example/ar/privacy, 2, 2026-12-10T00:00:00+02:00",
        "/en/privacy/versions/2, true, https://policy.example/en/privacy, 2, 2026-12-10T00:00:00+02:00",
        "/en/privacy/versions/1, false, https://policy.example/en/privacy/versions/1, 1, 2026-06-10T00:00:00+03:00",
        "/ar/privacy/versions/3, false, https://policy.example/ar/privacy/versions/3, 3, 2027-03-01T00:00:00+02:00",
    })
    void onlyTheTextInForceIsToBeFoundAndEachSaysWhichItIs(
            String path, boolean indexed, String canonical, String version, String modified) {
        samples.minor(LocalDate.of(2026, 12, 10));
        samples.material(LocalDate.of(2027, 3, 1));
        clock.set(Instant.parse("2026-12-20T12:00:00Z"));
        Document page = http.page(path);
        JsonNode data = JsonMapper.shared()
                .readTree(page.expectFirst("script[type=application/ld+json]").data());

        assertThat(page.select("meta[name=robots][content=noindex]").isEmpty()).isEqualTo(indexed);
        assertThat(page.expectFirst("link[rel=canonical]").attr("href")).isEqualTo(canonical);
        assertThat(page.select("link[rel=alternate][hreflang]").eachAttr("hreflang"))
                .containsExactly("ar", "en", "x-default");
        assertThat(data.path("@type").asString()).isEqualTo("WebPage");
        assertThat(data.path("version").asString()).isEqualTo(version);
        assertThat(data.path("dateModified").asString()).isEqualTo(modified);
        assertThat(data.path("url").asString()).isEqualTo(canonical);
        assertThat(page.expectFirst("meta[property='og:url']").attr("content")).isEqualTo(canonical);
        assertThat(page.expectFirst("meta[property='article:modified_time']").attr("content"))
                .isEqualTo(modified);
        assertThat(page.expectFirst("meta[name=description]").attr("content"))
                .contains("domain.ps")
                .doesNotContain("<");
        assertThat(page.select("link[type=application/atom+xml]").eachAttr("href"))
                .containsExactly(path.substring(0, 3) + "/privacy/feed.atom");
    }

    @Test
    void aWithdrawnTextWasLastModifiedWhenItWasWithdrawn() throws Exception {
        Version second = samples.material(LocalDate.of(2027, 3, 1));
        clock.set(TestClock.START.plusSeconds(3600));
        samples.withdraw(second);

        Document page = http.page("/en/privacy/versions/2");

        assertThat(JsonMapper.shared()
                        .readTree(page.expectFirst("script[type=application/ld+json]")
                                .data())
                        .path("dateModified")
                        .asString())
                .isEqualTo(page.expectFirst("meta[property='article:modified_time']")
                        .attr("content"))
                .isEqualTo("2026-12-01T12:00:00+02:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/en/privacy/compare/1...2", "/en/privacy/versions/9", "/en/nothing", "/en/privacy/on/x"})
    void whatIsNotATextToBeFoundSaysSo(String path) {
        samples.minor(LocalDate.of(2026, 12, 10));

        Document page = Jsoup.parse(text(http.get(path, "Accept", "text/html")));

        assertThat(page.select("meta[name=robots]").eachAttr("content")).containsExactly("noindex");
    }

    @Test
    void theSitemapListsWhatIsToBeFoundInBothLanguages() throws Exception {
        Element sitemap = xml(http.get("/sitemap.xml"), "application/xml");

        assertThat(texts(sitemap, "http://www.sitemaps.org/schemas/sitemap/0.9", "loc"))
                .containsExactly(
                        "https://policy.example/ar/privacy",
                        "https://policy.example/ar/privacy/versions",
                        "https://policy.example/en/privacy",
                        "https://policy.example/en/privacy/versions");
        NodeList alternates = sitemap.getElementsByTagNameNS("http://www.w3.org/1999/xhtml", "link");
        assertThat(alternates.getLength()).isEqualTo(12);
        assertThat(((Element) alternates.item(2)).getAttribute("hreflang")).isEqualTo("x-default");
        assertThat(((Element) alternates.item(2)).getAttribute("href")).isEqualTo("https://policy.example/privacy");
    }

    @Test
    void robotsAreTurnedAwayFromStaffPagesOnlyAndShownTheSitemap() {
        HttpResponse<byte[]> robots = http.get("/robots.txt");

        assertThat(robots.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(text(robots).lines())
                .containsExactly(
                        "User-agent: *",
                        "Disallow: /admin",
                        "Disallow: /language/",
                        "",
                        "Sitemap: https://policy.example/sitemap.xml");
    }

    @Test
    void whoFoundAWeaknessFindsWhomToTell() {
        HttpResponse<byte[]> file = http.get("/.well-known/security.txt");

        assertThat(file.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
        assertThat(text(file).lines())
                .containsExactly(
                        "Contact: mailto:security@example.com",
                        "Contact: https://policy.example/security",
                        "Expires: 2027-05-29T21:00:00Z",
                        "Preferred-Languages: ar, en",
                        "Canonical: https://policy.example/.well-known/security.txt",
                        "Policy: https://policy.example/security-policy");
    }

    private Element feed(Language language) throws Exception {
        return xml(http.get("/" + language + "/privacy/feed.atom"), "application/atom+xml");
    }

    private static Element xml(HttpResponse<byte[]> answer, String type) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body()))
                .getDocumentElement();
    }

    private static List<String> texts(Element root, String name) {
        return texts(root, ATOM, name);
    }

    private static List<String> texts(Element root, String namespace, String name) {
        return elements(root, namespace, name).stream()
                .map(Element::getTextContent)
                .toList();
    }

    private static List<Element> elements(Element root, String namespace, String name) {
        NodeList found = root.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> links(Element root, String relation) {
        return elements(root, ATOM, "link").stream()
                .filter(link -> link.getAttribute("rel").equals(relation))
                .map(link -> link.getAttribute("href"))
                .toList();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }
}
