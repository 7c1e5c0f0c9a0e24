package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a person reads stands in a message bundle, in both languages. */
class MessagesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path SOURCES = Path.of("src/main/java");

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)");
    private static final Pattern EXPRESSION_KEY = Pattern.compile("#\\{([a-zA-Z][\\w.-]*)");
    private static final Pattern CALLED_KEY = Pattern.compile("#messages\\.msg\\('([\\w.-]+)'(\\s*\\+)?");
    private static final Pattern JAVA_KEY = Pattern.compile(
            "\"((?:reading|editing|notices|audit|mail\\.(?:change|correction))\\.[\\w.-]*)\"(\\s*\\+)?");
    private static final Pattern ACTION =
            Pattern.compile("\"((?:draft|version|notice|staff|account-holders)\\.[a-z-]+)\"");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}");
    private static final Set<String> SPOKEN_ATTRIBUTES =
            Set.of("title", "alt", "aria-label", "placeholder", "data-label");

    @ParameterizedTest
    @MethodSource("bundles")
    void bothLanguagesHaveTheSameMessagesWithTheSameArguments(String bundle) throws IOException {
        Map<String, String> english = messages(bundle, "en");
        Map<String, String> arabic = messages(bundle, "ar");

        assertThat(arabic.keySet()).isEqualTo(english.keySet());
        assertThat(arguments(arabic)).isEqualTo(arguments(english));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void noMessageIsEmptyOrLosesAnApostrophe(String bundle) throws IOException {
        for (String language : List.of("en", "ar")) {
            messages(bundle, language).forEach((key, text) -> {
                assertThat(text).as(key).isNotBlank();
                // MessageFormat reads a single apostrophe as the beginning of a quotation.
                assertThat(text.replace("''", "")).as(key).doesNotContain("'");
            });
        }
    }

    @Test
    void noKeyStandsInTwoBundles() throws IOException {
        List<String> all = new ArrayList<>();
        for (String bundle : bundles().toList()) {
            all.addAll(messages(bundle, "en").keySet());
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyMessageThatATemplateNamesExists(Path template) throws IOException {
        String text = Files.readString(template);
        assertKnown(text, EXPRESSION_KEY, template);
        assertKnown(text, CALLED_KEY, template);
    }

    @Test
    void everyMessageThatTheCodeNamesExists() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertKnown(Files.readString(file), JAVA_KEY, file);
            }
        }
    }

    @Test
    void everyActionOnTheTrailHasAName() throws IOException {
        Set<String> actions = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                ACTION.matcher(Files.readString(file)).results().forEach(action -> actions.add(action.group(1)));
            }
        }

        assertThat(actions).contains("draft.begun", "version.published", "staff.signed-in");
        assertThat(messages("audit", "en").keySet())
                .containsAll(actions.stream().map("audit.action."::concat).toList());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void noTemplateHasLiteralText(Path template) throws IOException {
        List<String> literals = new ArrayList<>();
        for (Element element :
                Jsoup.parse(Files.readString(template), Parser.xmlParser()).getAllElements()) {
            if (element.tagName().equals("style")) {
                continue;
            }
            for (TextNode text : element.textNodes()) {
                if (LETTERS.matcher(text.text()).find()) {
                    literals.add(text.text().strip());
                }
            }
            for (Attribute attribute : element.attributes()) {
                if (SPOKEN_ATTRIBUTES.contains(attribute.getKey())
                        && LETTERS.matcher(attribute.getValue()).find()) {
                    literals.add(attribute.getKey() + "=" + attribute.getValue());
                }
            }
        }
        assertThat(literals).isEmpty();
    }

    private static void assertKnown(String text, Pattern pattern, Path where) throws IOException {
        Set<String> known = new TreeSet<>();
        for (String bundle : bundles().toList()) {
            known.addAll(messages(bundle, "en").keySet());
        }
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String key = matcher.group(1);
            boolean beginning = key.endsWith(".") || (matcher.groupCount() > 1 && matcher.group(2) != null);
            assertThat(known)
                    .as("message %s of %s", key, where)
                    .anyMatch(candidate -> beginning ? candidate.startsWith(key) : candidate.equals(key));
        }
    }

    static Stream<String> bundles() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("messages"))) {
            return files
                    .map(file -> file.getFileName().toString().replaceAll("_(ar|en)\\.properties$", ""))
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream();
        }
    }

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES.resolve("templates"))) {
            return files.filter(file -> file.toString().endsWith(".html")).sorted().toList().stream();
        }
    }

    private static Map<String, String> messages(String bundle, String language) throws IOException {
        Properties properties = new Properties();
        Path file = RESOURCES.resolve("messages/%s_%s.properties".formatted(bundle, language));
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> messages = new TreeMap<>();
        for (String key : Collections.list(properties.propertyNames()).stream()
                .map(String::valueOf)
                .toList()) {
            messages.put(key, properties.getProperty(key));
        }
        return messages;
    }

    private static Map<String, Set<String>> arguments(Map<String, String> messages) {
        Map<String, Set<String>> arguments = new TreeMap<>();
        messages.forEach((key, text) -> arguments.put(
                key,
                ARGUMENT.matcher(text)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))));
        return arguments;
    }
}
