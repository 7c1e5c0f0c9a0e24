package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Which settings are taken for ones that the application does not have; {@link WrongSettingTest} has the sentences. */
@ExtendWith(OutputCaptureExtension.class)
class UnknownSettingsTest {

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsKnownHoweverItIsWritten(String name, CapturedOutput output) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');

        inAFile(name);
        inAFile(name.replace("-", "_"));
        inAFile(name.replace("-", ""));
        inTheEnvironment(variable.replace('-', '_'));
        inTheEnvironment(variable.replace("-", ""));

        assertThat(output).doesNotContain("is not a setting");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy.proxies.trusted[0]",
                "policy.security-txt.contact[11]",
                "policy.minimumNotice",
                "spring.policy.foo",
                "java.security.policy"
            })
    void whatIsOneOfSeveralValuesOrIsNotOursIsNotRefused(String name) {
        inAFile(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.proxies.trusted.first", "policy.zone[0]", "policy.company.name", "policy.delivery"})
    void whatIsMoreOrLessThanASettingIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inAFile(name))
                .withMessageStartingWith(name + " is not a");
    }

    @Test
    void allThatAreWrongAreNamedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inAFile("policy.foo", "policy.zone", "policy.compani"))
                .withMessageContainingAll(
                        "policy.foo is not a setting of this application",
                        "policy.compani is not a setting; the nearest one is policy.company");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POLICY_FOO | POLICY_FOO is not a setting of this application",
                "POLICY_RETENTION_ADRESS | POLICY_RETENTION_ADRESS is not a setting; the nearest one is"
                        + " POLICY_RETENTION_NOTICE_ADDRESSES",
                "POLICY_DELIVERY_SMPT_PORT | POLICY_DELIVERY_SMPT_PORT is not a setting; the nearest one is"
                        + " POLICY_DELIVERY_SMTP_PORT",
                "policy_zones | policy_zones is not a setting; the nearest one is POLICY_ZONE",
            })
    void whatIsInTheEnvironmentByChanceIsOnlyWarnedOf(String variable, String sentence, CapturedOutput output) {
        inTheEnvironment(variable);

        assertThat(output).contains("WARN").contains(sentence + System.lineSeparator());
    }

    @Test
    void whatKubernetesSaysOfAServiceOfThisNameIsNoSetting(CapturedOutput output) {
        inTheEnvironment(
                "POLICY_SERVICE_HOST",
                "POLICY_SERVICE_PORT",
                "POLICY_SERVICE_PORT_HTTP",
                "POLICY_PORT",
                "POLICY_PORT_8080_TCP",
                "POLICY_PORT_8080_TCP_ADDR",
                "POLICY_DB_SERVICE_HOST",
                "POLICY_DB_PORT_5432_TCP",
                "POLICY_PROXIES_TRUSTED_0",
                "POLICYHOLDER");
        assertThat(output).doesNotContain("is not a setting");

        inTheEnvironment("POLICY_PORT");
        assertThat(output).contains("POLICY_PORT is not a setting");
    }

    private static Stream<String> settings() throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")))
                .path("properties")
                .valueStream()
                .map(setting -> setting.path("name").asString());
    }

    private static void inAFile(String... names) {
        look(new MapPropertySource("a file", values(names)));
    }

    private static void inTheEnvironment(String... names) {
        look(new SystemEnvironmentPropertySource("the environment", values(names)));
    }

    private static Map<String, Object> values(String... names) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : names) {
            values.put(name, "value");
        }
        return values;
    }

    private static void look(PropertySource<?> source) {
        StandardEnvironment environment = new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                sources.addFirst(source);
            }
        };
        new UnknownSettings()
                .onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                        new DefaultBootstrapContext(),
                        new SpringApplication(UnknownSettingsTest.class),
                        new String[0],
                        environment));
    }
}
