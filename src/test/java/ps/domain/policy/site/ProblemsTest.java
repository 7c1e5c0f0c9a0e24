package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import ps.domain.policy.text.Language;

class ProblemsTest {

    @Test
    void anArabicProblemKeepsTheOrderOfADateAndShowsWhatWasTypedAsText() throws IOException {
        Problems problems = new Problems(new SiteConfiguration().messageSource(), Language.AR.locale());

        problems.add("effective", "editing.problem.date", "<b>2027-13-01</b>");

        assertThat(problems.of("effective"))
                .singleElement()
                .asString()
                .contains("<bdi dir=\"ltr\">2027-01-31</bdi>", "&lt;")
                .doesNotContain("<b>");
    }
}
