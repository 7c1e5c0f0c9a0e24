package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReadmeTest {

    private static final String BEGIN = "<!-- settings: checked by ReadmeTest -->\n";
    private static final String END = "<!-- end of settings -->";

    @Test
    void theReadmeListsEverySettingWithItsDefaultAndItsMeaning() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String listed = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
        String table = table();

        assertThat(listed.strip())
                .withFailMessage(() -> "Between its two markers, README.md should say:\n\n" + table + "\n")
                .isEqualTo(table);
    }

    private static String table() throws IOException {
        JsonNode metadata = JsonMapper.shared()
                .readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
        List<JsonNode> settings = StreamSupport.stream(
                        metadata.path("properties").spliterator(), false)
                .filter(setting -> setting.path("name").asString().startsWith("policy."))
                .toList();
        assertThat(settings).isNotEmpty();
        return settings.stream()
                .map(ReadmeTest::row)
                .sorted()
                .collect(Collectors.joining("\n", "| setting | default | what it is |\n|---|---|---|\n", ""));
    }

    private static String row(JsonNode setting) {
        String name = setting.path("name").asString();
        String description = setting.path("description").asString("");
        assertThat(description).as("Javadoc of " + name).isNotBlank();
        return "| `%s` | %s | %s |"
                .formatted(name, byDefault(setting.path("defaultValue")), firstSentence(description));
    }

    private static String byDefault(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "))
                : value.asString();
        return "`" + text + "`";
    }

    private static String firstSentence(String description) {
        return description
                .split("(?<=\\.)\\s", 2)[0]
                .replaceAll("\\{@\\w+ ([^}]*)}", "`$1`")
                .replace("|", "\\|");
    }
}
