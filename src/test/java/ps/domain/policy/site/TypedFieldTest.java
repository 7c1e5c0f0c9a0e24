package ps.domain.policy.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ps.domain.policy.text.Language;

class TypedFieldTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");

    private static final Pattern LITERAL = Pattern.compile("'([^']*)'");

    private static final Set<String> WRITTEN_IN = Set.of("", "text", "email", "date");

    /**
     * What is sent from the first is never kept; in the others stand, hidden, what was typed on the page before, and all
     * that was kept.
     */
    private static final Set<String> OTHERS = Set.of(
            "staff/factor-app.html",
            "staff/factor-passkey.html",
            "staff/me.html",
            "staff/second-factor.html",
            "staff/second-step.html",
            "staff/set-password.html",
            "staff/sign-in.html",
            "editing/conflict.html",
            "staff/parts.html");

    @ParameterizedTest
    @MethodSource("templates")
    void whatAPageLetsPeopleWriteIsTypedAndWhatItHidesOrLetsThemChooseIsNot(String template) throws IOException {
        String html = Files.readString(TEMPLATES.resolve(template));
        for (Element field : Jsoup.parse(html)
                .select("form[method=post]")
                .select("input:not([type=file]), textarea, select, button")) {
            boolean typed = !field.hasAttr("hidden")
                    && (field.tagName().equals("textarea")
                            || (field.tagName().equals("input") && WRITTEN_IN.contains(field.attr("type"))));
            String value = field.attr("type").equals("date") ? "2027-01-31" : "/admin/drafts";
            for (String name : namesOf(field)) {
                assertThat(TypedField.is(name, value)).as(name).isEqualTo(typed);
            }
        }
    }

    @Test
    void aTextIsForTheLanguageThatItsFieldNames() {
        assertThat(TypedField.languageOf("bodyAr-section:children")).contains(Language.AR);
        assertThat(TypedField.languageOf("en-children")).contains(Language.EN);
        assertThat(TypedField.languageOf("remark")).isEmpty();
        assertThat(TypedField.is("to", "2027-01-31")).isTrue();
        assertThat(TypedField.is("to", "everybody")).isFalse();
    }

    static List<String> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> TEMPLATES.relativize(file).toString())
                    .filter(file -> !OTHERS.contains(file))
                    .sorted()
                    .toList();
        }
    }

    /** Those that an expression makes, with a letter for what only the page knows. */
    private static List<String> namesOf(Element field) {
        String expression = field.attr("th:name").replaceAll("^\\$\\{|}$", "");
        if (expression.isEmpty()) {
            return field.hasAttr("name") ? List.of(field.attr("name")) : List.of();
        }
        if (expression.contains("?")) {
            return LITERAL.matcher(expression.substring(expression.indexOf('?')))
                    .results()
                    .map(literal -> literal.group(1))
                    .toList();
        }
        if (expression.equals("field")) {
            return List.of("ar-children", "en-children");
        }
        return List.of(Arrays.stream(expression.split("\\+", -1))
                .map(String::strip)
                .map(term -> switch (term) {
                    case "side" -> "Ar";
                    case String literal when literal.startsWith("'") -> literal.replace("'", "");
                    default -> "x";
                })
                .collect(Collectors.joining()));
    }
}
