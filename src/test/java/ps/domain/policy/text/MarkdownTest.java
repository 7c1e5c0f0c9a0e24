package ps.domain.policy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import ps.domain.policy.testing.HtmlChecker;

class MarkdownTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            على my.domain.ps.                | على <bdi dir="ltr">my.domain.ps</bdi>.
            نطاقات .ps إلى                   | نطاقات <bdi dir="ltr">.ps</bdi> إلى
            في domain.ps وiPhase الاطلاع     | في <bdi dir="ltr">domain.ps</bdi> و<bdi dir="ltr">iPhase</bdi> الاطلاع
            «لحظة» (Lahza) والبنوك           | «لحظة» (<bdi dir="ltr">Lahza</bdi>) والبنوك
            وعناوين IP، ومعلومات             | وعناوين <bdi dir="ltr">IP</bdi>، ومعلومات
            WHMCS — منصة                     | <bdi dir="ltr">WHMCS</bdi> — منصة
            دون سن 16 عامًا                  | دون سن 16 عامًا
            في 2026-06-10 صدر                | في <bdi dir="ltr">2026-06-10</bdi> صدر
            الهاتف +970 2 123 4567 هنا       | الهاتف <bdi dir="ltr">+970 2 123 4567</bdi> هنا
            بنسبة 15% فقط                    | بنسبة <bdi dir="ltr">15%</bdi> فقط
            بروتوكول TLS 1.3 هنا             | بروتوكول <bdi dir="ltr">TLS 1.3</bdi> هنا
            شركة Google Cloud Platform هنا   | شركة <bdi dir="ltr">Google Cloud Platform</bdi> هنا
            https://domain.ps/a?b=c#d تجد    | <bdi dir="ltr">https://domain.ps/a?b=c#d</bdi> تجد
            بين 16 و18                       | بين 16 و18
            لغة C++ هنا                      | لغة <bdi dir="ltr">C++</bdi> هنا
            نص: Read this (version 2.0) now، ثم | نص: <bdi dir="ltr">Read this (version 2.0) now</bdi>، ثم
            نص: Read this first, then sign. انتهى | نص: <bdi dir="ltr">Read this first, then sign</bdi>. انتهى
            نص: Read this, (a) then, end     | نص: <bdi dir="ltr">Read this, (a) then, end</bdi>
            تستخدم Google Analytics (GA) هنا | تستخدم <bdi dir="ltr">Google Analytics (GA)</bdi> هنا
            من Acme (شركة) إلى               | من <bdi dir="ltr">Acme</bdi> (شركة) إلى
            من Acme (Acme شركة) إلى          | من <bdi dir="ltr">Acme</bdi> (<bdi dir="ltr">Acme</bdi> شركة) إلى
            من Acme (2024) إلى               | من <bdi dir="ltr">Acme</bdi> (2024) إلى
            من Acme (unfinished              | من <bdi dir="ltr">Acme</bdi> (<bdi dir="ltr">unfinished</bdi>
            من Acme، 16 يومًا                | من <bdi dir="ltr">Acme</bdi>، 16 يومًا
            """)
    void latinTokensInArabicAreIsolatedWithoutThePunctuationAroundThem(String text, String html) {
        assertThat(Markdown.lineToHtml(text, Language.AR)).isEqualTo(html);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "لدى **Google** LLC هنا           | لدى <strong>Google</strong> LLC هنا",
                "لدى **Google**⏎LLC هنا          | لدى <strong>Google</strong>⏎LLC هنا",
                "لدى Google *Cloud* Platform هنا | لدى Google <em>Cloud</em> Platform هنا",
                "لدى ***Google* Cloud** LLC هنا  | لدى <strong><em>Google</em> Cloud</strong> LLC هنا",
                "لدى [Google](/a) LLC، ثم Acme   | لدى <a href=\"/a\">Google</a> LLC، ثم <bdi dir=\"ltr\">Acme</bdi>",
                "لدى **Chrome** 24 هنا           | لدى <strong>Chrome</strong> 24 هنا",
                "لدى **Chrome** من **Google**    | لدى <strong><bdi dir=\"ltr\">Chrome</bdi></strong> من"
                        + " <strong><bdi dir=\"ltr\">Google</bdi></strong>",
                "لدى **Google**، LLC هنا         | لدى <strong><bdi dir=\"ltr\">Google</bdi></strong>، <bdi dir=\"ltr\">LLC</bdi> هنا",
                "**شركة** Google                | <strong>شركة</strong> <bdi dir=\"ltr\">Google</bdi>",
                "هاتف **Acme** +970 2 123 4567  | هاتف <strong><bdi dir=\"ltr\">Acme</bdi></strong> <bdi dir=\"ltr\">+970 2 123 4567</bdi>",
            })
    void aNameThatIsPartlyEmphasizedOrLinkedKeepsTheOrderOfItsWords(String text, String html) {
        assertThat(Markdown.toHtml(text.replace('⏎', '\n'), Language.AR))
                .isEqualTo("<p>" + html.replace('⏎', '\n') + "</p>\n");
    }

    @Test
    void arabicWordsInEnglishAreIsolatedAsOneRun() {
        assertThat(Markdown.lineToHtml("Lahza (لحظة للدفع) processes", Language.EN))
                .isEqualTo("Lahza (<bdi lang=\"ar\" dir=\"rtl\">لحظة للدفع</bdi>) processes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            | 1 | 2 |     ; 0
            | 1 | 2 | 3 | ; 1
            1 | 2 | 3     ; 1
            1 | 2         ; 0
            | 1           ; 0
            | 1 \\| 2 | 3 | ; 0
            | 1 \\\\| 2 | 3 | ; 0
            | `1|2` | 3 | ; 1
            """)
    void cellsThatATableHasNoRoomForAreFound(String row, int found) {
        String text = "> a | b\n> --|--\n> " + row + "\n";

        assertThat(Markdown.check(text).stream()
                        .filter(finding -> finding.kind() == MarkdownFinding.Kind.CELLS_LEFT_OUT))
                .hasSize(found)
                .allMatch(finding -> finding.line() == 3);
        assertThat(Markdown.toHtml(text, Language.EN).contains("3")).isEqualTo(found == 0 && row.contains("3"));
    }

    /** By a class, since no page may have a style of its own; the same in both languages, one as in a mirror. */
    @ParameterizedTest
    @EnumSource
    void theWordsOfAColumnStandWhereItsAuthorWantedThem(Language language) {
        String table = "| 1 | 2 | 3 | 4 |\n|---|:--|:-:|--:|\n| 5 | 6 | 7 | 8 |\n";

        assertThat(Markdown.toHtml(table, language).replaceAll("\\s*\n\\s*", ""))
                .isEqualTo("<table tabindex=\"0\"><thead><tr><th>1</th><th>2</th>"
                        + "<th class=\"to-middle\">3</th><th class=\"to-end\">4</th></tr></thead>"
                        + "<tbody><tr><td>5</td><td>6</td>"
                        + "<td class=\"to-middle\">7</td><td class=\"to-end\">8</td></tr></tbody></table>");
    }

    @ParameterizedTest
    @EnumSource
    void whateverATextHasInItIsValidHtml(Language language) throws Exception {
        String text = new ClassPathResource("download/difficult." + language + ".md")
                        .getContentAsString(StandardCharsets.UTF_8)
                + "\n\none\\\ntwo\n\n***\n\n| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n";
        String page = """
                <!DOCTYPE html>
                <html lang="%s" dir="%s">
                <title>x</title>
                <h1>x</h1>
                <h2>y</h2>
                %s
                </html>
                """.formatted(language, language.direction(), Markdown.toHtml(text, language));

        assertThat(page).contains("<br>", "<hr>", "<table");
        assertThat(new HtmlChecker().problemsOf(page.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    /** Words set apart each for themselves stand in the order of the paragraph: "Analytics Google". */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00A0", "\u202F", "\n"})
    void aNameIsIsolatedAsOneWhateverStandsBetweenItsWords(String space) {
        String text = "نستخدم Google@Analytics@(GA) مع TLS@1.2، لدينا".replace("@", space);
        String html = "نستخدم <bdi dir=\"ltr\">Google@Analytics@(GA)</bdi> مع <bdi dir=\"ltr\">TLS@1.2</bdi>، لدينا";

        assertThat(Markdown.toHtml(text, Language.AR)).isEqualTo("<p>" + html.replace("@", space) + "</p>\n");
        assertThat(Markdown.toHtml("by لحظة@للدفع here".replace("@", space), Language.EN))
                .contains(">لحظة@للدفع<".replace("@", space));
        assertThat(Markdown.toBlocks(text, Language.AR))
                .isEqualTo(Markdown.toBlocks(text.replace('\n', ' '), Language.AR));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ## a, #### b, ## c         | h3 h4 h3
            #### a, ###### b           | h3 h4
            > #### a, #### b           | h3 h4
            ## a, ### b, #### c, ## d, #### e | h3 h3 h4 h3 h4
            """)
    void headingsLeaveOutNoLevelOnTheWayDown(String headings, String tags) {
        String html = Markdown.toHtml(headings.replace(", ", "\n\n"), Language.EN);

        assertThat(Jsoup.parse(html).select("h1, h2, h3, h4, h5, h6").stream().map(Element::normalName))
                .containsExactly(tags.split(" "));
        assertThat(Markdown.toBlocks("###### a", Language.EN).getFirst())
                .isInstanceOfSatisfying(
                        Block.Heading.class,
                        heading -> assertThat(heading.level()).isEqualTo(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://example.com/a[1]?b[0]=c#d[2] | https://example.com/a%5B1%5D?b%5B0%5D=c#d%5B2%5D
            http://[2001:db8::1]/a?b[0]=c        | http://[2001:db8::1]/a?b%5B0%5D=c
            /en/privacy?a[0]=b                   | /en/privacy?a%5B0%5D=b
            mailto:a@example.com?subject=[b]     | mailto:a@example.com?subject=%5Bb%5D
            """)
    void bracketsInAddressesAreWrittenAsTheyHaveToBe(String address, String href) {
        assertThat(Markdown.toHtml("[words](<" + address + ">)", Language.EN)).contains("href=\"" + href + "\"");
    }

    @Test
    void htmlIsShownAsText() {
        assertThat(Markdown.toHtml("Hello <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>", Language.EN))
                .doesNotContain("<script", "<img")
                .contains("&lt;script&gt;", "&lt;img");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "//evil.example",
                "file:///etc/passwd",
                "&#106;avascript:alert(1)",
                "java&Tab;script:alert(1)"
            })
    void linksToOtherProtocolsAreNotMadeAndAreRefused(String destination) {
        String markdown = "a [link](" + destination + ") here";

        assertThat(Markdown.toHtml(markdown, Language.EN)).isEqualTo("<p>a link here</p>\n");
        assertThat(Markdown.check(markdown))
                .singleElement()
                .satisfies(finding -> assertThat(finding.isRefused()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://domain.ps",
                "mailto:privacy@example.com",
                "tel:+970-2-123.4567",
                "TEL:(02)1234567",
                "/en/privacy",
                "#security"
            })
    void linksToTheWebMailAndThisSiteAreKept(String destination) {
        assertThat(Markdown.toHtml("[link](" + destination + ")", Language.EN)).contains("href=\"" + destination);
        assertThat(Markdown.check("[link](" + destination + ")")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other.md", "./page.html", "page.html#part", "?a=b", "", "privacy"})
    void ofALinkToAFileBesideTheTextItsAuthorIsTold(String destination) {
        String text = "a\n\nb [link](<" + destination + ">)";

        assertThat(Markdown.check(text))
                .containsExactly(new MarkdownFinding(MarkdownFinding.Kind.LINK_TO_NOWHERE, 3, 3, destination));
        assertThat(Markdown.check(text)).noneMatch(MarkdownFinding::isRefused);
        assertThat(Markdown.check("[link][x]\n\n[x]: <" + destination + ">"))
                .extracting(MarkdownFinding::kind)
                .containsExactly(MarkdownFinding.Kind.LINK_TO_NOWHERE);
    }

    /** A telephone dials what it is given; what is no number can be an order to it or to the network. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:",
                "tel:+",
                "tel:*21*0599000000#",
                "tel:%2A%2306%23",
                "tel:&#42;#06#",
                "tel:123;phone-context=example.com",
                "tel:123,,456",
                "tel:123p456",
                "tel://123",
                "tel:1+2",
                "tel:\u0660\u0661",
                "tel:javascript:alert(1)",
                "tel:123?subject=x",
                "tel:123#456"
            })
    void noLinkLeadsToATelephoneWithAnythingButANumber(String destination) {
        String text = "[call](<" + destination + ">)";

        assertThat(Markdown.toHtml(text, Language.EN)).doesNotContain("<a");
        assertThat(Markdown.toBlocks(text, Language.EN).toString()).doesNotContain("Link");
        assertThat(Markdown.check(text)).extracting(MarkdownFinding::kind).contains(MarkdownFinding.Kind.LINK_PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[](/x)", "[ ](/x)", "[![](/picture.png)](/x)", "[\u00A0](/x)"})
    void aLinkWithoutWordsIsLeftOutEverywhere(String link) {
        String text = "a " + link + " b";

        assertThat(Markdown.toHtml(text, Language.EN)).doesNotContain("<a");
        assertThat(Markdown.toBlocks(text, Language.EN).toString()).doesNotContain("Link");
        assertThat(MarkdownDiff.of(text, text + " c", Language.EN, new MarkdownDiff.Spoken("", "", ""))
                        .toString())
                .doesNotContain("<a");
        assertThat(Markdown.check(text))
                .extracting(MarkdownFinding::kind)
                .contains(MarkdownFinding.Kind.LINK_WITHOUT_WORDS);
    }

    @Test
    void aPictureInALinkIsNamedByItsDescription() {
        assertThat(Markdown.toHtml("[![Our office](/picture.png)](/x)", Language.EN))
                .isEqualTo("<p><a href=\"/x\">Our office</a></p>\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a < b and c > d              | <p>a &lt; b and c &gt; d</p>
            a << b                       | <p>a &lt;&lt; b</p>
            a <                          | <p>a &lt;</p>
            <<https://example.com>       | <p>&lt;<a href="https://example.com">https://example.com</a></p>
            <b title="<">x               | <p>&lt;b title=&quot;&lt;&quot;&gt;x</p>
            [a](<x y) <b                 | <p>[a](&lt;x y) &lt;b</p>
            """)
    void aSignForLessIsOne(String text, String html) {
        assertThat(Markdown.toHtml(text, Language.EN)).isEqualTo(html + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<a", "[a](<", "``a", "[a]\n", "1\n", "> (\n", "1."})
    void whatBeginsAgainAndAgainWithoutAnEndIsReadInTime(String unit) {
        String text = unit.repeat(200_000 / unit.length());

        assertTimeout(Duration.ofSeconds(30), () -> {
            assertThat(Markdown.toHtml(text, Language.AR)).isNotEmpty();
            assertThat(Markdown.toHtml(text, Language.EN)).isNotEmpty();
            assertThat(Markdown.toBlocks(text, Language.AR)).isNotEmpty();
        });
    }

    @Test
    void aParagraphOfMoreLinesThanAnybodyWritesLosesNothing() {
        String text = "(a)\n".repeat(1_200) + "- an item\n\nthe end";

        assertThat(Markdown.toHtml(text, Language.EN).split("\\(a\\)", -1)).hasSize(1_201);
        assertThat(Markdown.toHtml(text, Language.EN)).endsWith("<li>an item</li>\n</ul>\n<p>the end</p>\n");
        assertThat(Markdown.check("(a)\n".repeat(1_200) + "<b>"))
                .containsExactly(new MarkdownFinding(MarkdownFinding.Kind.HTML_SHOWN_AS_TEXT, 1_201, 1, "<b>"));
    }

    @Test
    void aBidiControlIsRefusedWithItsPosition() {
        assertThat(Markdown.check("first\nab\u202Ecd"))
                .containsExactly(new MarkdownFinding(MarkdownFinding.Kind.BIDI_CONTROL, 2, 3, "U+202E"));
    }

    @Test
    void listsTablesAndHeadingsKeepTheirStructure() {
        assertThat(Markdown.toHtml("# big\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |", Language.EN))
                .contains("<h3>big</h3>", "<ul>\n<li>one\n<ul>\n<li>two</li>", "<table tabindex=\"0\">", "<td>1</td>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "*a **b ", "[", "![", "<b>", "a.", "a ", "1 "})
    void hostileRepetitionNeitherHangsNorOverflows(String unit) {
        String text = unit.repeat(20_000);

        assertThat(Markdown.toHtml(text, Language.AR)).isNotEmpty();
        assertThat(Markdown.check(text)).isNotNull();
    }
}
