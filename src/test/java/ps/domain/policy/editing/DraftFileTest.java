package ps.domain.policy.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ps.domain.policy.editing.DraftFile.Part;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.versions.SectionKey;

class DraftFileTest {

    /** Lines that a reader of files could stumble over. */
    private static final List<String> AWKWARD = List.of(
            "## Not a section",
            "## Nor this {#other}",
            " ## Set in",
            "##",
            "##\tWith a tab",
            "### Smaller {#smaller}",
            "# Bigger",
            "Underlined\n---",
            "Underlined\n===",
            "---",
            "```\n## In code {#code}\n```",
            "~~~\n# never closed",
            "    ## indented code",
            "- item\n  - نص داخل قائمة\n    1. one\n\n       ## deep",
            "> quoted\n> ## heading in a quote",
            "| a | b |\n|---|---|\n| `x` | [رابط](https://domain.ps) |",
            "نصّ عربي فيه my.domain.ps و`code` ثم (WHMCS).",
            "title: no title\nlanguage: en",
            "trailing backslash \\",
            "two spaces  \nthen a break",
            "<div>\n## in html\n</div>",
            "{#key}",
            "$1 \\0 %s {0}",
            "line\u2028separator\u0085here",
            "\uFEFFmark");

    @Test
    void whateverStandsInADraftComesBackFromItsFileUnchanged() throws Exception {
        Random random = new Random(20261123);
        for (int round = 0; round < 500; round++) {
            List<Part> parts = new ArrayList<>();
            int sections = 1 + random.nextInt(6);
            for (int i = 0; i < sections; i++) {
                List<String> body = new ArrayList<>();
                int blocks = random.nextInt(5);
                for (int block = 0; block < blocks; block++) {
                    body.add(AWKWARD.get(random.nextInt(AWKWARD.size())));
                }
                String heading = switch (random.nextInt(4)) {
                    case 0 -> "";
                    case 1 -> "عنوان {#x}";
                    case 2 -> "## Heading #";
                    default -> "Heading " + i;
                };
                parts.add(new Part(
                        Optional.of(new SectionKey("section-" + i)),
                        heading,
                        Typed.text(String.join(random.nextBoolean() ? "\n\n" : "\n", body)),
                        0));
            }
            DraftFile file = new DraftFile(Optional.of("A title: \"quoted\" {#x}"), Optional.of(Language.AR), parts);

            DraftFile read = read(file.write());

            assertThat(read.title()).isEqualTo(file.title());
            assertThat(read.language()).isEqualTo(file.language());
            assertThat(read.parts())
                    .extracting(Part::key, Part::heading, Part::body)
                    .containsExactlyElementsOf(parts.stream()
                            .map(part -> tuple(part.key(), part.heading(), part.body()))
                            .toList());
            assertThat(read.write()).isEqualTo(file.write());
        }
    }

    @Test
    void aSectionThatSomebodyAddedElsewhereNeedsNoKey() throws Exception {
        DraftFile file = read("---\nlanguage: en\n---\n\n## Old {#old}\n\nText.\n\n## New one\n\nMore.\n");

        assertThat(file.parts()).extracting(Part::heading).containsExactly("Old", "New one");
        assertThat(file.parts().get(1).key()).isEmpty();
        assertThat(file.parts().get(1).line()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"last-updated", "withdrawn"})
    void aPublishedFileIsReadAsItWasPublished(String field) throws Exception {
        DraftFile file = read("""
                ---
                title: Privacy
                %s: 2027-01-01
                ---

                ## One {#one}

                ## Inner

                Text
                 ## Looks {#like-one}

                ## Two {#two}

                Text
                """.formatted(field));

        assertThat(file.title()).hasValue("Privacy");
        assertThat(file.parts()).extracting(Part::heading).containsExactly("One", "Two");
        assertThat(file.parts().getFirst().body()).isEqualTo("## Inner\n\nText\n## Looks {#like-one}");
    }

    @Test
    void anybodysMarkdownBecomesSectionsByItsHighestHeadings() throws Exception {
        DraftFile file = read("""
                # Privacy Policy

                Last changed in May.

                ## **What we collect** {#what-we-collect}

                Names.

                ### In detail

                ```
                ## not a heading
                ```

                Underlined
                ----------

                - a list
                    ## in an item
                """);

        assertThat(file.title()).hasValue("Privacy Policy");
        assertThat(file.parts()).extracting(Part::heading).containsExactly("", "What we collect", "Underlined");
        assertThat(file.parts().get(0).body()).isEqualTo("Last changed in May.");
        assertThat(file.parts().get(1).key()).hasValue(new SectionKey("what-we-collect"));
        assertThat(file.parts().get(1).body()).contains("### In detail", "## not a heading");
        assertThat(file.parts().get(2).body()).startsWith("- a list");
    }

    @Test
    void whatStandsAboveTheTitleIsNotLost() throws Exception {
        DraftFile file = read("[About us](/about)\n\n# Privacy\n\nIn short.\n\n## One\n\nText.\n");

        assertThat(file.title()).hasValue("Privacy");
        assertThat(file.parts()).extracting(Part::heading).containsExactly("", "One");
        assertThat(file.parts().getFirst().body())
                .startsWith("[About us](/about)\n")
                .endsWith("\nIn short.");
        assertThat(file.parts().getFirst().line()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1\\. Who we are                    | 1. Who we are
            _Your_ **rights**                  | Your rights
            **_Your_ rights**                  | Your rights
            [Your rights](https://example.com) | Your rights
            Terms &amp; conditions             | Terms & conditions
            Terms & conditions                 | Terms & conditions
            The `.ps` zone                     | The .ps zone
            <span class="a">Your</span> rights | Your rights
            C \\#                              | C #
            snake_case_name                    | snake_case_name
            ![](x.png)                         | ![](x.png)
            """)
    void aHeadingOfSomebodyElsesFileBecomesWhatItReadsAs(String written, String plain) throws Exception {
        DraftFile file = read("# " + written + " {#title}\n\n## " + written + "\n\nText.\n\n" + written
                + " {#key}\n------\n\nText.\n");

        assertThat(file.title()).hasValue(plain);
        assertThat(file.parts()).extracting(Part::heading).containsExactly(plain, plain);
        assertThat(file.parts().getLast().key()).hasValue(new SectionKey("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{#your-rights}", "{: #your-rights }", "{:#your-rights}", "{: #your-rights}"})
    void theKeyIsReadInEitherManner(String key) throws Exception {
        DraftFile file = read("## Your rights: " + key + "\n\nText.\n\n## An {#aside} here\n\nText.\n");

        assertThat(file.parts())
                .extracting(Part::key, Part::heading)
                .containsExactly(
                        tuple(Optional.of(new SectionKey("your-rights")), "Your rights:"),
                        tuple(Optional.empty(), "An {#aside} here"));
    }

    @Test
    void whatKramdownIsToDoWithATextIsNoText() throws Exception {
        DraftFile file = read("""
                # Privacy
                {: .no_toc}

                {:toc}

                ## Your rights
                {: .wide #your-rights data-x="y"}

                Ask us.
                {: #ask .note}

                ```
                {: #code}
                ```

                Contact
                -------
                {:#contact}

                Write {: to us.
                """);

        assertThat(file.title()).hasValue("Privacy");
        assertThat(file.parts())
                .extracting(Part::key, Part::heading, Part::body)
                .containsExactly(
                        tuple(
                                Optional.of(new SectionKey("your-rights")),
                                "Your rights",
                                "Ask us.\n\n```\n{: #code}\n```"),
                        tuple(Optional.of(new SectionKey("contact")), "Contact", "Write {: to us."));
        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> read("## A\n{: #Not_a_key}\n"))
                .satisfies(unreadable -> assertThat(unreadable.arguments()).contains(2, "Not_a_key"));
    }

    /** Sections have a key of their own; what stands within one has none. */
    @Test
    void whatKramdownIsToDoWithWordsOnTheSameLineIsNoText() throws Exception {
        DraftFile file = read("""
                ## Contact

                *Effective 1 January 2027* {: datetime="2027-01-01" }

                Two lines
                of words{: .small #small title='A b' lang=en}

                - An item {: .wide }

                Write {: to us }

                Written \\{: .so }

                `{: .code }`

                As {: .here } it stands
                """);

        assertThat(file.parts()).extracting(Part::body).containsExactly("""
                        *Effective 1 January 2027*

                        Two lines
                        of words

                        - An item

                        Write {: to us }

                        Written \\{: .so }

                        `{: .code }`

                        As {: .here } it stands""");
    }

    /** Whatever of that readers would see is said. */
    @Test
    void whatKramdownIsToDoInTheMiddleOfATextIsLeftOutOrPointedOut() throws Exception {
        DraftFile file = read("""
                ## Contents

                * TOC
                {:toc}

                1. Contents
                   1. More
                   {: .wide toc}

                One
                {: .wide}
                two
                three {: .small }
                four

                `code
                {: .kept}
                more` {: .gone}

                {::comment}
                Not for readers
                {:/comment}

                As {: .here } it *stands*{: .b }, {:name} and {: this}, not \\{: .c }.
                """);

        String body = file.parts().getFirst().body();
        assertThat(body).isEqualTo("""
                One
                two
                three
                four

                `code
                {: .kept}
                more`

                {::comment}
                Not for readers
                {:/comment}

                As {: .here } it *stands*{: .b }, {:name} and {: this}, not \\{: .c }.""");
        assertThat(Markdown.check(body))
                .extracting(finding -> finding.kind() + " " + finding.line() + " " + finding.excerpt())
                .containsExactly(
                        "ATTRIBUTES_SHOWN_AS_TEXT 10 {::comment}",
                        "ATTRIBUTES_SHOWN_AS_TEXT 12 {:/comment}",
                        "ATTRIBUTES_SHOWN_AS_TEXT 14 {: .here }",
                        "ATTRIBUTES_SHOWN_AS_TEXT 14 {: .b }");
    }

    @Test
    void whatKramdownIsToDoWithAPartOfASectionIsNoTextEither() throws Exception {
        DraftFile file = read("""
                # Privacy

                ## Your rights

                ### Access {: #access }

                - Ask us.
                  {: #ask }
                - Wait.
                {: .wide }

                > #### Copies {#copies} ##

                Deletion {: #deletion}
                ----------------------

                | a | b |
                |---|---|
                | c | {: d} |
                {: .table }

                `{: #code }` stays, as {: this} does.

                    #### In code {: #code }
                """);

        assertThat(file.parts())
                .extracting(Part::heading, Part::body)
                .containsExactly(tuple("Your rights", """
                        ### Access

                        - Ask us.
                        - Wait.

                        > #### Copies"""), tuple("Deletion", """
                        | a | b |
                        |---|---|
                        | c | {: d} |

                        `{: #code }` stays, as {: this} does.

                            #### In code {: #code }"""));
        assertThat(file.parts().getLast().key()).hasValue(new SectionKey("deletion"));
    }

    /** As Jekyll and others read it. */
    @ParameterizedTest
    @ValueSource(strings = {"---\n%s---\n", "---  \n%s---\t\n", "---\n%s...\n"})
    void whatStandsInFrontIsNoText(String fences) throws Exception {
        DraftFile file =
                read(fences.formatted("layout: page\ntitle: 'Privacy'\n") + "## One\n\nText.\n\n## Two\n\nText.\n");

        assertThat(file.title()).hasValue("Privacy");
        assertThat(file.parts()).extracting(Part::heading).containsExactly("One", "Two");
    }

    /** Or else its text is left without a heading, and the title that the file gives itself is lost. */
    @Test
    void whereTheFileSaysItsTitleALesserHeadingIsNone() throws Exception {
        String text = "## About the app\n\nIt counts.\n\n### One\n\nText.\n\n### Two\n\nText.\n";

        DraftFile file = read("---\ntitle: Privacy\n---\n" + text);
        assertThat(file.title()).hasValue("Privacy");
        assertThat(file.parts())
                .extracting(Part::heading, Part::body)
                .containsExactly(tuple("About the app", "It counts."), tuple("One", "Text."), tuple("Two", "Text."));

        assertThat(read(text).title()).hasValue("About the app");
        assertThat(read("---\ntitle: Privacy\n---\n#" + text.substring(2)).title())
                .hasValue("About the app");
        assertThat(read("---\ntitle: Privacy\n---\n## Privacy\n\n### One\n\nText.\n")
                        .parts())
                .extracting(Part::heading)
                .containsExactly("One");
    }

    @Test
    void whatLinksReferToIsFoundWhereverItStandsInTheFile() throws Exception {
        DraftFile file = read("""
                # The [policy][home]

                ## [Your Rights][1]

                See [your rights][1], [home][] and [nothing].

                ## Contact [us]

                Text.

                [1]: https://example.com/rights
                [HOME]: https://example.com
                  "Our home"
                [us]: /contact
                """);

        assertThat(file.title()).hasValue("The policy");
        assertThat(file.parts()).extracting(Part::heading).containsExactly("Your Rights", "Contact us");
        assertThat(file.parts().getFirst().body()).isEqualTo("""
                See [your rights][1], [home][] and [nothing].

                [1]: https://example.com/rights
                [HOME]: https://example.com
                  "Our home\"""");
        assertThat(file.parts().getLast().body()).startsWith("Text.\n\n[1]:").endsWith("[us]: /contact");
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "'  \n ', EMPTY",
        "'Just text.', NO_HEADINGS",
        "'---\nlanguage: en\n---\nJust text.', NO_HEADINGS",
        "'## A {#same}\n\n## B {#same}', KEY_TWICE",
        "'## A {#Not A Key}', BAD_KEY"
    })
    void aFileThatIsNoPolicySaysWhy(String text, UnreadableFile.Reason reason) {
        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> read(text))
                .satisfies(unreadable -> assertThat(unreadable.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "windows-1256"})
    void aFileInAnotherEncodingSaysSo(String charset) {
        byte[] bytes = "## عنوان\n\nنص".getBytes(Charset.forName(charset));

        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> DraftFile.read(bytes))
                .satisfies(unreadable -> assertThat(unreadable.reason()).isEqualTo(UnreadableFile.Reason.NOT_UTF8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x", "\n", " ", "#", "## {#", "> ", "- ", "|", "[", "## a\n", "{#a} ", "<", "<a", "[a](<", "``a",
                "[a]\n", "1\n"
            })
    void aHostileFileIsReadOrRefusedInNoTime(String unit) {
        byte[] bytes = ("## A\n\n" + unit.repeat(900_000 / unit.length())).getBytes(StandardCharsets.UTF_8);
        long start = System.nanoTime();

        try {
            assertThat(DraftFile.read(bytes).parts()).isNotEmpty();
        } catch (UnreadableFile refused) {
            assertThat(refused.reason()).isNotNull();
        }

        assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    }

    @Test
    void aFileOfMoreThanAMegabyteIsRefused() {
        assertThatExceptionOfType(UnreadableFile.class)
                .isThrownBy(() -> DraftFile.read(new byte[DraftFile.LARGEST + 1]))
                .satisfies(unreadable -> assertThat(unreadable.reason()).isEqualTo(UnreadableFile.Reason.TOO_LARGE));
    }

    private static DraftFile read(String text) throws UnreadableFile {
        return DraftFile.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
