package ps.domain.policy.reading.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;
import ps.domain.policy.testing.SampleVersions;
import ps.domain.policy.testing.TestClock;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the chain as anybody can: from the files alone, by what README says of them. Nothing here is shared with what
 * made the fingerprints, the writing of canonical JSON least of all.
 */
@PolicyTest
class ChainTest {

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private TestClock clock;

    /** Everything that can be recorded of versions, each kind behind each other one. */
    @BeforeEach
    void aLongStory() {
        SampleVersions samples = new SampleVersions(application);
        Version second = samples.material(LocalDate.of(2027, 1, 1));
        clock.advance(Duration.ofNanos(1_234_567_890));
        samples.postpone(second, LocalDate.of(2027, 1, 20));
        Version third = samples.minor(LocalDate.of(2027, 2, 1));
        samples.withdraw(third);
        samples.postpone(second, LocalDate.of(2027, 2, 2));
        samples.material(LocalDate.of(2027, 3, 1));
    }

    @Test
    void everyFingerprintCanBeComputedAgainAndChainsToTheOneBefore() throws Exception {
        List<JsonNode> chain = chain();

        assertThat(chain.stream()
                        .map(entry -> entry.path("document").path("kind").asString() + " "
                                + entry.path("document").path("number").asInt()))
                .containsExactly(
                        "publication 1",
                        "publication 2",
                        "postponement 2",
                        "publication 3",
                        "withdrawal 3",
                        "postponement 2",
                        "publication 4");
        String previous = "null";
        for (int i = 0; i < chain.size(); i++) {
            JsonNode document = chain.get(i).path("document");
            assertThat(document.path("seq").asInt()).isEqualTo(i + 1);
            assertThat(document.path("previous").asString("null")).isEqualTo(previous);
            assertThat(sha256(canonical(document)))
                    .as("entry %s", i + 1)
                    .isEqualTo(chain.get(i).path("fingerprint").asString());
            previous = chain.get(i).path("fingerprint").asString();
        }
    }

    @Test
    void theFileSaysFromWhichDayTheVersionCounts() {
        assertThat(file(2).path("document").path("effectiveFrom").asString()).isEqualTo("2027-01-01");
        assertThat(file(2).path("effectiveFrom").asString()).isEqualTo("2027-02-02");
        assertThat(file(3).path("effectiveFrom").isNull()).isTrue();
        JsonNode again = file(2).path("later").path(1).path("document");
        assertThat(again.path("insteadOf").asString()).isEqualTo("2027-01-20");
        assertThat(again.path("effectiveFrom").asString()).isEqualTo("2027-02-02");
        assertThat(again.path("reason").path("en").asString()).isEqualTo("Account holders asked for more time.");
    }

    @Test
    void theFileAsAWholeIsInCanonicalForm() {
        for (int number = 1; number <= 4; number++) {
            assertThat(text(number)).isEqualTo(canonical(file(number)));
        }
    }

    private List<JsonNode> chain() {
        List<JsonNode> chain = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            JsonNode file = file(number);
            chain.add(file);
            file.path("later").forEach(chain::add);
        }
        chain.sort(Comparator.comparingInt(
                entry -> entry.path("document").path("seq").asInt()));
        return chain;
    }

    private JsonNode file(int number) {
        return JsonMapper.shared().readTree(text(number));
    }

    private String text(int number) {
        return new String(
                new Http(port).get("/en/privacy/versions/" + number + ".json").body(), UTF_8);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    /** RFC 8785, section 3.2, as far as there are only whole numbers. */
    private static String canonical(JsonNode node) {
        StringBuilder json = new StringBuilder();
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>(); // by UTF-16 code units
            node.properties().forEach(member -> members.put(member.getKey(), canonical(member.getValue())));
            members.forEach((name, value) -> {
                json.append(json.isEmpty() ? '{' : ',');
                quote(name, json);
                json.append(':').append(value);
            });
            return json.append(members.isEmpty() ? "{}" : "}").toString();
        }
        if (node.isArray()) {
            node.forEach(item -> json.append(json.isEmpty() ? '[' : ',').append(canonical(item)));
            return json.append(node.isEmpty() ? "[]" : "]").toString();
        }
        if (node.isString()) {
            quote(node.asString(), json);
            return json.toString();
        }
        return node.isNull() ? "null" : node.isBoolean() ? String.valueOf(node.asBoolean()) : "" + node.asInt();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        text.chars().forEach(unit -> {
            int named = "\b\t\n\f\r\"\\".indexOf(unit);
            if (named >= 0) {
                json.append('\\').append("btnfr\"\\".charAt(named));
            } else if (unit < ' ') {
                json.append("\\u%04x".formatted(unit));
            } else {
                json.append((char) unit);
            }
        });
        json.append('"');
    }
}
