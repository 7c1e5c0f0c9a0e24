package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.StaticMessageSource;
import ps.domain.policy.site.Problems;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownFinding;

/** What each hostile text gets, typed into the form or imported from a file. */
class HostileInputTest {

    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private static final String KEPT = "";

    /** A text, what it is refused for, and what is remarked upon. */
    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("<script>alert(1)</script>", KEPT, "HTML_SHOWN_AS_TEXT"),
                Arguments.of("x <img src=x onerror=alert(1)> y", KEPT, "HTML_SHOWN_AS_TEXT"),
                Arguments.of("<!-- hidden --> <?php ?> <![CDATA[x]]>", KEPT, "HTML_SHOWN_AS_TEXT"),
                Arguments.of("![a picture](https://example.com/x.png)", KEPT, "IMAGE_LEFT_OUT"),
                Arguments.of("![x](javascript:alert(1))", KEPT, "IMAGE_LEFT_OUT"),
                Arguments.of("[x](javascript:alert(1))", "LINK_PROTOCOL", ""),
                Arguments.of("[x](JaVaScRiPt:alert(1))", "LINK_PROTOCOL", ""),
                Arguments.of("[x](&#106;avascript:alert(1))", "LINK_PROTOCOL", ""),
                Arguments.of("[x](java&Tab;script:alert(1))", "LINK_PROTOCOL", ""),
                Arguments.of("[x](<java script:alert(1)>)", "LINK_PROTOCOL", ""),
                Arguments.of("[x](&#1;javascript:alert(1))", "LINK_PROTOCOL", ""),
                Arguments.of("[x](\\javascript:alert(1))", "LINK_PROTOCOL", ""),
                Arguments.of("<javascript:alert(1)>", "LINK_PROTOCOL", ""),
                Arguments.of("[x][y]\n\n[y]: javascript:alert(1)", "LINK_PROTOCOL", ""),
                Arguments.of("[x](data:text/html;base64,PHNjcmlwdD4=)", "LINK_PROTOCOL", ""),
                Arguments.of("[x](vbscript:x)", "LINK_PROTOCOL", ""),
                Arguments.of("[x](file:///etc/passwd)", "LINK_PROTOCOL", ""),
                Arguments.of("before [](https://example.com) after", KEPT, "LINK_WITHOUT_WORDS"),
                Arguments.of("before [ ](https://example.com) after", KEPT, "LINK_WITHOUT_WORDS"),
                Arguments.of("[x](//evil.example)", "LINK_PROTOCOL", ""),
                Arguments.of("[x](/\\evil.example)", "LINK_PROTOCOL", ""),
                Arguments.of("[x](https://domain.ps) <privacy@example.com> [y](#security)", KEPT, ""),
                Arguments.of("a\u202Eb", "BIDI_CONTROL", ""),
                Arguments.of("a\u202Ab\u202C", "BIDI_CONTROL", ""),
                Arguments.of("a\u2066b\u2069", "BIDI_CONTROL", ""),
                Arguments.of("a &#x202E;b", "BIDI_CONTROL", ""),
                Arguments.of("a **&#8294;b**", "BIDI_CONTROL", ""),
                Arguments.of("`&#x202E;` in code is five letters and digits", KEPT, ""),
                Arguments.of("[x](https://example.com/&#x202E;gpj)", "BIDI_CONTROL", ""),
                Arguments.of("a\u0000b", "CONTROL_CHARACTER", ""),
                Arguments.of("a\u001Bb", "CONTROL_CHARACTER", ""),
                Arguments.of("a&#27;b", "CONTROL_CHARACTER", ""),
                Arguments.of("a\u200Bb", KEPT, "INVISIBLE_CHARACTER"),
                Arguments.of("a\u2060b\u00ADc\uFEFFd", KEPT, "INVISIBLE_CHARACTER"),
                Arguments.of("a\uDB40\uDC41b", KEPT, "INVISIBLE_CHARACTER"), // a tag character, U+E0041
                Arguments.of("می\u200Cخواهم \u200D", KEPT, ""),
                Arguments.of("- ".repeat(5_000) + "deep", "NESTED_TOO_DEEPLY", ""),
                Arguments.of("> ".repeat(20_000), "NESTED_TOO_DEEPLY", ""),
                Arguments.of(nested(120), "NESTED_TOO_DEEPLY", ""),
                Arguments.of("[".repeat(49_000), KEPT, ""),
                Arguments.of("[x](".repeat(12_000), KEPT, ""),
                Arguments.of("*a_".repeat(16_000), KEPT, ""),
                Arguments.of("`".repeat(49_000), KEPT, ""),
                Arguments.of("<".repeat(49_000), KEPT, ""),
                Arguments.of("a\n".repeat(24_000), KEPT, ""),
                Arguments.of(
                        "|a".repeat(8_000) + "\n" + "|-".repeat(8_000) + "\n" + "|a\n".repeat(5_000),
                        "TABLE_TOO_LARGE",
                        ""),
                Arguments.of(
                        "> " + "|a".repeat(8_000) + "\n> " + "|-".repeat(8_000) + "\n" + "> |a\n".repeat(3_000),
                        "TABLE_TOO_LARGE",
                        ""),
                Arguments.of("|a|b|\n|-|-|\n" + "|1|2|\n".repeat(2_000), KEPT, ""));
    }

    private static String nested(int levels) {
        StringBuilder list = new StringBuilder();
        for (int level = 0; level < levels; level++) {
            list.append("  ".repeat(level)).append("-\n");
        }
        return list.append("  ".repeat(levels)).append("- x").toString();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void eachTextIsKeptOrRefusedForItsReasonWhereverItComesFrom(String text, String refused, String remark)
            throws UnreadableFile {
        Assertions.assertTimeout(AT_MOST, () -> {
            assertThat(problems(text)).as("typed").isEqualTo(expected(refused));
            DraftFile.Part part = DraftFile.read(("## A heading {#a}\n\n" + text).getBytes(StandardCharsets.UTF_8))
                    .parts()
                    .getFirst();
            assertThat(problems(part.body())).as("imported").isEqualTo(expected(refused));

            assertThat(Markdown.check(text).stream()
                            .filter(finding -> !finding.isRefused())
                            .map(finding -> finding.kind().name())
                            .distinct())
                    .isEqualTo(remark.isEmpty() ? List.of() : List.of(remark));
            for (Language language : Language.values()) {
                assertThat(Markdown.toHtml(text, language))
                        .doesNotContain("<script", "<img", "href=\"javascript", "href=\"data", "href=\"//");
            }
        });
    }

    private static List<String> problems(String body) {
        StaticMessageSource messages = new StaticMessageSource();
        messages.setUseCodeAsDefaultMessage(true);
        Problems problems = new Problems(messages, Locale.ENGLISH);
        new SectionForm("عنوان", "Heading", "نص", body, 0).check(problems);
        return problems.all().stream().map(Problems.Problem::text).distinct().toList();
    }

    private static List<String> expected(String refused) {
        return refused.isEmpty() ? List.of() : List.of("editing.finding." + refused.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("positions")
    void aBidiControlIsRefusedWithItsPlace(String text, int line, int column) {
        assertThat(Markdown.check(text))
                .extracting(MarkdownFinding::line, MarkdownFinding::column)
                .containsExactly(tuple(line, column));
    }

    static Stream<Arguments> positions() {
        return Stream.of(
                Arguments.of("one\ntw\u202Eo", 2, 3),
                Arguments.of("one\n\n- x &#x2067;y", 3, 5),
                Arguments.of("\u2069", 1, 1));
    }
}
