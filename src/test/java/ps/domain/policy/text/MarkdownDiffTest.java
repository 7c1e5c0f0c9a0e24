package ps.domain.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseErrorList;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ps.domain.policy.text.MarkdownDiff.Row;
import ps.domain.policy.text.MarkdownDiff.Spoken;

class MarkdownDiffTest {

    private static final Spoken SPOKEN = new Spoken("[added: ", "[removed: ", "]");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a b c                  | a b c                  | <p>a b c</p>
            a b c                  | a x c                  | <p>a <del>b</del><ins>x</ins> c</p>
            We keep logs.          | We keep logs. We do.   | <p>We keep logs.<ins> We do.</ins></p>
            kept for 30 days now   | kept for 90 months now | <p>kept for <del>30 days</del><ins>90 months</ins> now</p>
            we keep old, big logs  | we keep new, tiny logs | <p>we keep <del>old, big</del><ins>new, tiny</ins> logs</p>
            some **words** here    | some *words* here      | <p>some <del><strong>words</strong></del><ins><em>words</em></ins> here</p>
            some **words** here    | some words here        | <p>some <del><strong>words</strong></del><ins>words</ins> here</p>
            **a b c** d            | **a x c** d            | <p><strong>a <del>b</del><ins>x</ins> c</strong> d</p>
            a [b c](/x) d          | a [b e](/x) d          | <p>a <a href="/x">b <del>c</del><ins>e</ins></a> d</p>
            see [page](/x) now     | see [page](/y) now     | <p>see <del><a>page</a><i>(/x)</i></del><ins><a href="/y">page</a><i>(/y)</i></ins> now</p>
            see <https://a.ps> now | see it now             | <p>see <del><a>https://a.ps</a></del><ins>it</ins> now</p>
            see [p](javascript:x)  | see [p](javascript:y)  | <p>see p</p>
            run `a b` now          | run `a c` now          | <p>run <del><code dir="auto">a b</code></del><ins><code dir="auto">a c</code></ins> now</p>
            it’s ours              | it’s theirs            | <p>it’s <del>ours</del><ins>theirs</ins></p>
            all 👩‍👩‍👧 of us           | all 👩‍👩‍👦 of us           | <p>all <del>👩‍👩‍👧</del><ins>👩‍👩‍👦</ins> of us</p>
            yes 👍🏽 and 🇵🇸 too        | yes 👍🏿 and 🇵🇸 too        | <p>yes <del>👍🏽</del><ins>👍🏿</ins> and 🇵🇸 too</p>
            the <b>one</b> here    | the <b>two</b> here    | <p>the &lt;b&gt;<del>one</del><ins>two</ins>&lt;/b&gt; here</p>
            pl**ane** flies up     | pl**ace** flies up     | <p><del>pl<strong>ane</strong></del><ins>pl<strong>ace</strong></ins> flies up</p>
            # One title            | # Two title            | <h3><del>One</del><ins>Two</ins> title</h3>
            # A title              | #### A title           | <h3>A title</h3>
            something else         | all is new now         | <p class="del"><del>something else</del></p><p class="ins"><ins>all is new now</ins></p>
            """)
    void changesAreMarkedWordByWord(String before, String after, String html) {
        assertThat(shown(before, after, Language.EN)).isEqualTo(html);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            نحتفظ بالسجلات 30 يومًا فقط | نحتفظ بالسجلات 90 يومًا فقط | <p>نحتفظ بالسجلات <del>30</del><ins>90</ins> يومًا فقط</p>
            نحفظ البيانات لديْنا         | نحفظ البيانات لدينا         | <p>نحفظ البيانات <del>لديْنا</del><ins>لدينا</ins></p>
            بتشفير TLS 1.2 دائمًا        | بتشفير TLS 1.3 دائمًا        | <p>بتشفير <del><bdi dir="ltr">TLS 1.2</bdi></del><ins><bdi dir="ltr">TLS 1.3</bdi></ins> دائمًا</p>
            على my.domain.ps. دائمًا     | على www.domain.ps. دائمًا    | <p>على <del><bdi dir="ltr">my.domain.ps</bdi></del><ins><bdi dir="ltr">www.domain.ps</bdi></ins>. دائمًا</p>
            في domain.ps وiPhase نحن    | في domain.ps وLahza نحن     | <p>في <bdi dir="ltr">domain.ps</bdi> و<del><bdi dir="ltr">iPhase</bdi></del><ins><bdi dir="ltr">Lahza</bdi></ins> نحن</p>
            هذا كتا**ب** لنا             | هذا كتا**بنا** لنا           | <p>هذا <del>كتا<strong>ب</strong></del><ins>كتا<strong>بنا</strong></ins> لنا</p>
            الاسم، والعنوان، والهاتف     | الاسم، والبريد، والهاتف      | <p>الاسم، <del>والعنوان</del><ins>والبريد</ins>، والهاتف</p>
            """)
    void arabicWordsAreNotSplitAndIsolatedRunsStayWhole(String before, String after, String html) {
        assertThat(shown(before, after, Language.AR)).isEqualTo(html);
    }

    @Test
    void listsStayLists() {
        assertThat(shown("- one thing\n- two\n- three", "- one thing\n- three\n- four", Language.EN))
                .isEqualTo("<ul><li>one thing</li><li class=\"del\"><del>two</del></li><li>three</li>"
                        + "<li class=\"ins\"><ins>four</ins></li></ul>");
        assertThat(shown("- a b c\n  - d e\n  - f", "- a b x\n  - d e\n  - f\n  - g", Language.EN))
                .isEqualTo("<ul><li>a b <del>c</del><ins>x</ins><ul><li>d e</li><li>f</li>"
                        + "<li class=\"ins\"><ins>g</ins></li></ul></li></ul>");
        assertThat(shown("1. a b\n2. c d", "1. c d", Language.EN))
                .isEqualTo("<ol><li class=\"del\"><del>a b</del></li><li>c d</li></ol>");
    }

    @Test
    void tablesStayTables() {
        String before = "| Data | Kept |\n|---|--:|\n| Logs | 30 days |\n| Bills | 10 years |";
        String after = "| Data | Kept |\n|---|--:|\n| Logs | 90 days |\n| Mail | never |\n| Bills | 10 years |";

        assertThat(shown(before, after, Language.EN))
                .isEqualTo(
                        "<table tabindex=\"0\"><thead><tr><th>Data</th><th class=\"to-end\">Kept</th></tr></thead><tbody>"
                                + "<tr><td>Logs</td><td class=\"to-end\"><del>30</del><ins>90</ins> days</td></tr>"
                                + "<tr class=\"ins\"><td><ins>Mail</ins></td><td class=\"to-end\"><ins>never</ins></td></tr>"
                                + "<tr><td>Bills</td><td class=\"to-end\">10 years</td></tr></tbody></table>");
        assertThat(shown("| a | b |\n|---|---|\n| 1 | 2 |", "| a |\n|---|\n| 1 |", Language.EN))
                .startsWith("<table tabindex=\"0\" class=\"del\">")
                .contains("<table tabindex=\"0\" class=\"ins\">");
    }

    @Test
    void quotesCodeAndHardBreaksAreCompared() {
        assertThat(shown("> a b c", "> a x c", Language.EN))
                .isEqualTo("<blockquote><p>a <del>b</del><ins>x</ins> c</p></blockquote>");
        assertThat(shown("```\nlet a\nlet b\n```", "```\nlet a\nlet c\n```", Language.EN))
                .isEqualTo("<pre><code>let a\nlet <del>b</del><ins>c</ins></code></pre>");
        assertThat(shown("one\\\ntwo three", "one two three", Language.EN)).contains("<del><i>↵</i><br>");
    }

    @ParameterizedTest
    @CsvSource({"'a b\r\nc d\r\n', 'a b\nc d'", "'a b\nc d', 'a b c d'", "'- a\n- b', '* a\n* b'", "'a  b', 'a b'"})
    void whatReadsTheSameIsNoChange(String before, String after) {
        assertThat(MarkdownDiff.of(before, after, Language.EN, SPOKEN).isVisible())
                .isFalse();
    }

    /** Of two words that look the same nobody sees why one should have taken the place of the other. */
    @ParameterizedTest
    @CsvSource({
        "حقّ\u064Eك محفوظ, حق\u064Eّك محفوظ",
        "آمن, ا\u0653من",
        "`caf\u00E9` café, `cafe\u0301` cafe\u0301",
        "30\u00A0days here, 30 days here",
        "نص\u00A0عربي, نص عربي",
        "'لدى Google\nAnalytics هنا', لدى Google Analytics هنا"
    })
    void whatIsEncodedInAnotherWayAndLooksTheSameIsNoChange(String before, String after) {
        for (Language language : Language.values()) {
            assertThat(MarkdownDiff.of(before, after, language, SPOKEN).isVisible())
                    .isFalse();
            assertThat(MarkdownDiff.of("> " + before + "\n\nx", "> " + after + "\n\nx", language, SPOKEN)
                            .isVisible())
                    .isFalse();
        }
    }

    @Test
    void oneLineOfPlainTextIsCompared() {
        assertThat(MarkdownDiff.ofLines("Data *you* give", "Data *we* take", Language.EN, SPOKEN))
                .isEqualTo("Data *<del><span class=\"hidden\">[removed: </span>you* give<span class=\"hidden\">]"
                        + "</span></del><ins><span class=\"hidden\">[added: </span>we* take"
                        + "<span class=\"hidden\">]</span></ins>");
    }

    @Test
    void theEarlierTextStandsBesideTheMergedOneAndCannotBeFollowed() {
        Row row = MarkdownDiff.of("see [a](/x) b c", "see [a](/x) b d", Language.EN, SPOKEN)
                .rows()
                .getFirst();

        assertThat(row.changed()).isTrue();
        assertThat(row.earlier()).isEqualTo("<p>see <a>a</a> b <del>c</del></p>\n");
        assertThat(row.merged()).contains("href=\"/x\"", "[removed: </span>c", "[added: </span>d");
    }

    @ParameterizedTest
    @EnumSource
    void withoutWhatWasPutInItIsTheEarlierTextAndWithoutWhatWasTakenOutTheLater(Language language) {
        Random random = new Random(20260610);
        for (int round = 0; round < 1500; round++) {
            Sample sample = new Sample(random, language);
            List<String> blocks = sample.blocks();
            String before = String.join("\n\n", blocks);
            String after = String.join("\n\n", sample.edited(blocks));
            String merged = merged(before, after, language);

            assertThat(without("ins", merged)).as("%s\n=>\n%s", before, after).isEqualTo(html(before, language));
            assertThat(without("del", merged)).as("%s\n=>\n%s", before, after).isEqualTo(html(after, language));
            assertThat(errorsIn(merged)).as("%s\n=>\n%s", before, after).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"> ", "- ", "*a **b ", "[", "![", "<b>", "a.", "a ", "1 ", "- a\n", "a\n\n", "|a", "a'", "👩‍"})
    void hostileRepetitionNeitherHangsNorOverflows(String unit) {
        String once = unit.repeat(20_000);
        String other = once.substring(0, once.length() / 2) + "x" + once.substring(once.length() / 2);

        assertThat(MarkdownDiff.of(once, other, Language.AR, SPOKEN).rows()).isNotNull();
        assertThat(MarkdownDiff.of(once, "y " + unit.repeat(9_000), Language.AR, SPOKEN)
                        .rows())
                .isNotNull();
    }

    @Test
    void htmlInEitherTextIsShownAsText() {
        assertThat(merged(
                        "a <script>x</script> b\n\n<img src=x onerror=y>",
                        "a <script>z</script> b\n\n</del><img src=q>",
                        Language.EN))
                .doesNotContain("<script", "<img")
                .contains("&lt;script&gt;", "&lt;img");
    }

    /** As readers see it: without what is only said, notes in i, nothing between blocks. */
    private static String shown(String before, String after, Language language) {
        Document page = Jsoup.parseBodyFragment(merged(before, after, language));
        page.outputSettings(new OutputSettings().prettyPrint(false));
        page.select(".hidden, wbr").remove();
        page.select(".note").forEach(note -> note.tagName("i").clearAttributes());
        return page.body().html().replaceAll(">\n+<", "><").replaceAll("\n(</li>)|\n$|(?<=\\w|>)\n(?=<ul>)", "$1");
    }

    private static String merged(String before, String after, Language language) {
        return MarkdownDiff.of(before, after, language, SPOKEN).rows().stream()
                .map(Row::merged)
                .collect(Collectors.joining());
    }

    private static String html(String markdown, Language language) {
        return normal(Jsoup.parseBodyFragment(Markdown.toHtml(markdown, language)));
    }

    private static String without(String element, String merged) {
        Document page = Jsoup.parseBodyFragment(merged);
        page.select(".hidden, wbr").remove();
        page.select(element + ", ." + element).remove();
        for (Element note : page.select(".note")) {
            Element link = note.previousElementSibling();
            if (link != null && link.is("a:not([href])") && note.text().startsWith("(")) {
                link.attr("href", note.text().substring(1, note.text().length() - 1));
            }
            note.remove();
        }
        page.select("ins, del").forEach(Element::unwrap);
        page.select(".ins, .del").removeAttr("class");
        return normal(page);
    }

    /** Without what cannot be seen: white space, and whether the items of a list are set apart. */
    private static String normal(Document page) {
        page.outputSettings(new OutputSettings().prettyPrint(false));
        page.select("li > p").forEach(Element::unwrap);
        return page.body()
                .html()
                .replaceAll("\\s+", " ")
                .replaceAll(" ?(</?(p|ul|ol|li|table|thead|tbody|tr|td|th|h3|h4|blockquote|pre|hr)[^>]*>) ?", "$1");
    }

    private static List<String> errorsIn(String merged) {
        Parser parser = Parser.htmlParser().setTrackErrors(10);
        parser.parseInput("<!DOCTYPE html><html><head><title>x</title></head><body>" + merged + "</body></html>", "");
        ParseErrorList errors = parser.getErrors();
        return errors.stream()
                .map(Object::toString)
                .filter(error -> !error.contains("self closing"))
                .toList();
    }

    /** Makes up texts, always the same ones. */
    private static final class Sample {

        private static final List<String> ENGLISH = List.of(
                "we", "keep", "your", "data", "for", "30", "days", "and", "logs", "never", "لحظة", "sell", "it");
        private static final List<String> ARABIC = List.of(
                "نحن",
                "نحفظ",
                "بياناتك",
                "مدة",
                "30",
                "يومًا",
                "TLS 1.3",
                "my.domain.ps",
                "ثم",
                "نحذفها",
                "ولا",
                "نبيعها");

        private final Random random;
        private final List<String> words;

        private Sample(Random random, Language language) {
            this.random = random;
            this.words = language == Language.AR ? ARABIC : ENGLISH;
        }

        private List<String> blocks() {
            List<String> blocks = new ArrayList<>();
            for (int i = 1 + random.nextInt(5); i > 0; i--) {
                blocks.add(block());
            }
            return blocks;
        }

        private String block() {
            return switch (random.nextInt(9)) {
                case 0 -> "### " + sentence(3);
                case 1 -> "- " + sentence(4) + "\n- " + sentence(4) + "\n  - " + sentence(3) + "\n- " + sentence(5);
                case 2 -> "1. " + sentence(4) + "\n2. " + sentence(4);
                case 3 ->
                    "| " + sentence(2) + " | " + sentence(2) + " |\n|---|:-:|\n| " + sentence(2) + " | " + sentence(3)
                            + " |\n| " + sentence(1) + " | " + sentence(3) + " |";
                case 4 -> "> " + sentence(5) + "\n>\n> " + sentence(4);
                case 5 -> "```\n" + sentence(3) + "\n" + sentence(2) + "\n```";
                default -> sentence(8) + ".\\\n" + sentence(9) + ".";
            };
        }

        private String sentence(int length) {
            StringBuilder sentence = new StringBuilder(word());
            for (int i = 1; i < length; i++) {
                sentence.append(' ').append(phrase());
            }
            return sentence.toString();
        }

        private String phrase() {
            return switch (random.nextInt(12)) {
                case 0 -> "**" + word() + " " + word() + "**";
                case 1 -> "*" + word() + " **" + word() + "** " + word() + "*";
                case 2 -> "[" + word() + " " + word() + "](/" + random.nextInt(3) + ")";
                case 3 -> "`" + word() + "`";
                case 4 -> "**[" + word() + "](/" + random.nextInt(2) + ") " + word() + "**";
                case 5 -> word() + ", " + word() + "; (" + word() + ")";
                case 6 -> word() + "**" + word() + "**";
                case 7 -> "<b>" + word();
                default -> word();
            };
        }

        private String word() {
            return words.get(random.nextInt(words.size()));
        }

        private List<String> edited(List<String> blocks) {
            List<String> edited = new ArrayList<>(blocks);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(edited.size());
                switch (random.nextInt(4)) {
                    case 0 -> edited.add(at, block());
                    case 1 -> edited.set(at, block());
                    default -> edited.set(at, reworded(edited.get(at)));
                }
            }
            return edited;
        }

        private String reworded(String block) {
            String[] parts = block.split(" ", -1);
            int at = random.nextInt(parts.length);
            if (words.contains(parts[at])) {
                parts[at] = random.nextBoolean() ? phrase() : word() + " " + word();
            }
            return String.join(" ", parts);
        }
    }
}
