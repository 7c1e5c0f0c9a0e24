package ps.domain.policy.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import ps.domain.policy.testing.Accessibility;
import ps.domain.policy.testing.BrowserTest;
import ps.domain.policy.testing.HtmlChecker;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.Looking;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.text.Language;

/** Every page that a visitor can come to: found by following all links, and those that only mistakes lead to. */
@BrowserTest
@TestPropertySource(
        properties = {
            "policy.public-url=http://policy.example",
            "policy.contact-url=http://policy.example/contact",
            "policy.client-area-url=http://my.policy.example/",
            "policy.security-txt.contact=mailto:security@example.com"
        })
class PublicPagesTest {

    private static final String SITE = "http://policy.example";

    private static final List<String> BEGINNINGS =
            List.of("/", "/ar/privacy", "/en/privacy", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt");

    private static final List<String> ENTRANCES = List.of("/", "/privacy");

    private static final List<String> MISTAKES = List.of(
            "/ar/privacy/on/1999-12-31",
            "/en/privacy/on/1999-12-31",
            "/ar/privacy/on/yesterday",
            "/en/privacy/versions?date=31.12.2026",
            "/ar/privacy/versions/99",
            "/en/privacy/compare/1...99",
            "/en/nothing-here",
            "/nothing-here",
            "/language/en?to=//example.com");

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TestClock clock;

    private Http http;

    @BeforeEach
    void versionsInEveryState() {
        http = new Http(port);
        SampleVersions samples = new SampleVersions(application);
        samples.minor(LocalDate.of(2026, 12, 10));
        samples.withdraw(samples.material(LocalDate.of(2027, 3, 1)));
        samples.material(LocalDate.of(2027, 4, 1));
        samples.material(LocalDate.of(2027, 5, 1));
        clock.set(Instant.parse("2026-12-20T12:00:00Z"));
    }

    @Test
    void nobodyGetsACookieWithoutAskingAndNoPageAsksAnotherHost() {
        Map<String, HttpResponse<byte[]>> site = crawl();

        assertThat(site.keySet())
                .contains(
                        "/en/privacy/versions/1.pdf",
                        "/ar/privacy/versions/5.json",
                        "/en/privacy/compare/1...2",
                        "/ar/privacy/compare/2...4?show=all",
                        "/en/privacy/feed.atom")
                .hasSizeGreaterThan(80);
        site.forEach((path, answer) -> {
            boolean asked = path.startsWith("/language/");
            assertThat(answer.headers().firstValue("Set-Cookie").isPresent())
                    .as("cookie of " + path)
                    .isEqualTo(asked);
            assertThat(answer.statusCode()).as(path).isEqualTo(asked || ENTRANCES.contains(path) ? 302 : 200);
        });
        Map<String, HttpResponse<byte[]>> everything = new LinkedHashMap<>(site);
        MISTAKES.forEach(path -> everything.put(path, http.get(path, "Accept", "text/html")));
        everything.forEach((path, answer) -> {
            if (isHtml(answer)) {
                Document page = page(answer);
                assertThat(page.select("[src], [srcset], [data], [background], iframe, object, embed, base"))
                        .as(path)
                        .isEmpty();
                assertThat(page.select("link:not([rel=canonical]):not([rel=alternate])")
                                .eachAttr("href"))
                        .as(path)
                        .isNotEmpty()
                        .allMatch(href -> href.startsWith("/assets/"));
                assertThat(answer.headers().firstValue("Set-Cookie")).as(path).isEmpty();
            }
        });
    }

    @Test
    void everyPageIsValidHtmlAndNamesEachLanguageInIt() throws Exception {
        Map<String, HttpResponse<byte[]>> pages = crawl();
        MISTAKES.forEach(path -> pages.put(path, http.get(path, "Accept", "text/html")));
        pages.values().removeIf(answer -> !isHtml(answer));
        List<String> problems = new ArrayList<>();
        HtmlChecker validator = new HtmlChecker();

        for (Map.Entry<String, HttpResponse<byte[]>> entry : pages.entrySet()) {
            validator
                    .problemsOf(entry.getValue().body())
                    .forEach(problem -> problems.add(entry.getKey() + ": " + problem));
            Document page = page(entry.getValue());
            String language = page.expectFirst("html").attr("lang");
            for (Element link : page.select("a[hreflang]")) {
                assertThat(link.attr("lang")).as(entry.getKey()).isEqualTo(link.attr("hreflang"));
                assertThat(link.attr("lang")).isNotEqualTo(language);
            }
        }

        assertThat(pages).hasSizeGreaterThan(40);
        assertThat(validator.problemsOf(
                        "<!DOCTYPE html><html lang=en><title>x</title><ul><ins><li>x</li></ins></ul>".getBytes(UTF_8)))
                .as("the validator finds what is wrong")
                .isNotEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfPageKeepsNobodyOutByLightOrInTheDark(Language language, Page page) {
        for (String rest : List.of(
                "/privacy",
                "/privacy/versions",
                "/privacy/versions/1",
                "/privacy/versions/3",
                "/privacy/versions/5",
                "/privacy/compare/1...2?show=all",
                "/privacy/on/1999-12-31",
                "/privacy/on/yesterday",
                "/privacy/versions/99")) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
                page.setViewportSize(1280, 900);
                page.navigate("/" + language + rest);
                Accessibility.check(page);
                page.setViewportSize(320, 640);
                Looking.waitFor(page);
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of /" + language + rest)
                        .isEqualTo(320);
            }
        }
        assertThat(page.context().cookies()).isEmpty();
    }

    /** Or else a narrow page shows what looks like a list of one or two points. */
    @ParameterizedTest
    @EnumSource
    void aDotStandsBetweenWhatIsOnOneLineAndNotBeforeWhatBeginsOne(Language language, Page page) {
        for (int width : List.of(320, 1280)) {
            page.setViewportSize(width, 900);
            page.navigate("/" + language + "/privacy/versions/2");
            Looking.waitFor(page);

            assertThat(page.evaluate("""
                    () => {
                      const meta = document.querySelector('.meta'), edge = meta.getBoundingClientRect();
                      const rtl = document.documentElement.dir === 'rtl';
                      return [...meta.children].slice(1).map(part => {
                        const box = part.getBoundingClientRect(), first = document.createRange();
                        const text = document.createTreeWalker(part, NodeFilter.SHOW_TEXT).nextNode();
                        first.setStart(text, 0);
                        first.setEnd(text, 1);
                        const letter = first.getBoundingClientRect(), style = getComputedStyle(part);
                        const begins = Math.abs(rtl ? edge.right - box.right : box.left - edge.left) < 1;
                        const within = Math.abs(rtl ? box.right - letter.right : letter.left - box.left) > 1;
                        const gap = parseFloat(style.fontSize) * .625;
                        const dot = within || document.elementFromPoint(rtl ? box.right + gap : box.left - gap,
                            box.top + parseFloat(style.lineHeight) / 2) === part;
                        return (begins ? 'begins a line' : 'goes on') + (dot ? ' with a dot' : '');
                      });
                    }"""))
                    .as("%s at %s", language, width)
                    .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                    .hasSize(2)
                    .contains(width == 320 ? "begins a line" : "goes on with a dot")
                    .isSubsetOf("begins a line", "goes on with a dot");
        }
    }

    @ParameterizedTest
    @EnumSource
    void onPaperTheHistoryEndsWithItsVersionsAndAsksNothing(Language language, Page page) {
        page.emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));

        page.navigate("/" + language + "/privacy/versions");

        assertThat(page.locator(".version:visible").count()).isEqualTo(5);
        assertThat(page.locator("main :is(input, button, label, a[href*=feed]):visible")
                        .count())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theKeyboardReachesEverythingInTheOrderOfReadingAndItIsSeenWhereItIs(Language language, Page page) {
        page.navigate("/" + language + "/privacy");
        int reachable = (int) page.evaluate("[...document.querySelectorAll('a[href], summary, input, select, button')]"
                + ".filter(e => e.checkVisibility({visibilityProperty: true})).length");
        List<String> seen = new ArrayList<>();

        page.keyboard().press("Tab");
        while (Boolean.TRUE.equals(page.evaluate("document.activeElement !== document.body"))
                && seen.size() <= reachable) {
            page.waitForFunction("""
                    () => {
                      const style = getComputedStyle(document.activeElement);
                      const box = document.activeElement.getBoundingClientRect();
                      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                          && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
                    }""");
            seen.add((String) page.evaluate("document.activeElement.getAttribute('href')"));
            page.keyboard().press("Tab");
        }

        assertThat(seen).hasSize(reachable);
        assertThat(seen.getFirst()).isEqualTo("#content");
    }

    /** What can be reached by links from the beginnings, without leaving the site. */
    private Map<String, HttpResponse<byte[]>> crawl() {
        Map<String, HttpResponse<byte[]>> found = new LinkedHashMap<>();
        Queue<String> open = new ArrayDeque<>(BEGINNINGS);
        while (!open.isEmpty()) {
            String path = open.remove();
            if (found.containsKey(path)) {
                continue;
            }
            HttpResponse<byte[]> answer = http.get(path, "Accept", "text/html");
            found.put(path, answer);
            answer.headers().firstValue("Location").map(PublicPagesTest::local).ifPresent(open::add);
            if (isHtml(answer)) {
                page(answer).select("[href]").eachAttr("href").stream()
                        .map(PublicPagesTest::local)
                        .filter(link -> link.startsWith("/"))
                        .forEach(open::add);
            }
        }
        return found;
    }

    /** A link as a path of this site; else as it is. */
    private static String local(String link) {
        String path = link.startsWith(SITE + "/") ? link.substring(SITE.length()) : link;
        int fragment = path.indexOf('#');
        return path.equals("/contact") ? SITE + path : fragment < 0 ? path : path.substring(0, fragment);
    }

    private static boolean isHtml(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
    }

    private static Document page(HttpResponse<byte[]> answer) {
        return Jsoup.parse(new String(answer.body(), UTF_8));
    }
}
