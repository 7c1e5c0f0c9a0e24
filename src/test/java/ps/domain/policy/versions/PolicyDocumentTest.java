package ps.domain.policy.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ps.domain.policy.versions.PolicyDocument.Part;

class PolicyDocumentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Text.",
                "## Not a section {#other}",
                "Before\n\n## Not a section {#other}\n\nAfter",
                " ## Not a section {#other}\n   ## Nor this {#third}",
                "```\n## In code {#other}\n```",
                "    indented code\n\n## x",
                "---\ntitle: Not front matter\nlast-updated: 2020-01-01\n---",
                "Line\u2028separator\u0085and\rreturn",
                "$1 \\0 {#x} ## y {#z}",
                "نصٌّ عربي\n\n- قائمة",
            })
    void whatIsWrittenToAFileIsReadBack(String body) {
        PolicyDocument document = new PolicyDocument(
                "A title: with \"quotes\" \u2028 and {#braces}",
                LocalDate.of(2027, 1, 1),
                body.length() % 2 == 0 ? Fate.WITHDRAWN : Fate.OVERTAKEN,
                List.of(
                        new Part(new SectionKey("first"), "## Heading {#first} $1", body),
                        new Part(new SectionKey("second"), "عنوان {#x}", body)));

        assertThat(PolicyDocument.parse(document.toFile())).isEqualTo(document);
    }
}
