package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads who has set something wrong. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingTest {

    private static final String SECRET = "not-for-a-log-1234567890";

    /** All settings of the application, and nothing that is made with them. */
    @ConfigurationPropertiesScan(basePackageClasses = PolicyApplication.class)
    static class Settings {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "client-area-url | nonsense | must be a valid URL, and not nonsense",
                "company | '' | must not be blank, and not empty",
                "contact-url | nonsense | must be a valid URL, and not nonsense",
                "default-language | fr | must be one of ar, en, and not fr",
                "delivery.batch-size | many | must be a whole number, and not many",
                "delivery.batch-size | 0 | must be greater than or equal to 1, and not 0",
                "delivery.batch-size | '' | must be a whole number, and not empty",
                "delivery.dispatching | perhaps | must be true or false, and not perhaps",
                "delivery.from-address | privacy | must be an email address, and not privacy: The address lacks a part"
                        + " before or after the @",
                "delivery.from-address | '' | must not be blank, and not empty",
                "delivery.envelope-sender | a b | must be an email address, and not a b: The address lacks a part"
                        + " before or after the @",
                "delivery.lease | soon | must be a time such as 30s, 10m, 6h or 14d, and not soon",
                "delivery.patience | -1s | must be 0s or more, and not PT-1S",
                "delivery.smtp.ehlo-name | my host | must be a host name in ASCII, and not my host",
                "delivery.smtp.tls | maybe | must be one of AUTO, STARTTLS, IMPLICIT, NONE, and not maybe",
                "delivery.smtp.port | 70000 | must be less than or equal to 65535, and not 70000",
                "notices.refusal-limit | few | must be a number, and not few",
                "public-url | ftp://example.com | must be an http or https address without query, such as"
                        + " https://domain.ps/legal, and not ftp://example.com",
                "reading.page-memory | much | must be an amount of memory such as 64MB, and not much",
                "reading.page-memory | 0 | must be 1MB or more, and not 0B",
                "reading.page-memory | -1MB | must be 1MB or more, and not -1048576B",
                "retention.notice-addresses | long | must be a time such as 18m or 3y, and not long",
                "retention.technical-records | 1h | must be a day or more",
                "security-txt.encryption | key.asc | must be an address such as mailto:security@example.com or"
                        + " https://example.com/security, and not key.asc",
                "security-txt.expires | soon | must be a moment such as 2027-06-30T00:00:00Z, and not soon",
                "staff.first-admin | nobody | must be a well-formed email address, and not nobody",
                "whmcs.url | x y | must be an address such as https://example.com",
                "whmcs.url | https://my.example.com | needs policy.whmcs.identifier and policy.whmcs.secret",
                "whmcs.every | 6h | needs policy.whmcs.url: there is nothing to read",
                "zone | Mars/Olympus | must be a time zone such as Asia/Hebron, and not Mars/Olympus",
            })
    void itIsNamedInOneSentenceWithoutAStackTrace(String name, String value, String wrong, CapturedOutput output) {
        refuse("policy." + name + "=" + value);

        assertThat(said(output)).containsExactly("policy." + name + " " + wrong + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "policy.staff.factor-key, must be 32 random bytes",
        "policy.retention.pseudonym-key, must be 32 random bytes",
        "policy.delivery.smtp.password, go together",
    })
    void aSecretIsNotSaid(String name, String wrong, CapturedOutput output) {
        refuse(name + "=" + SECRET);

        assertThat(said(output)).singleElement().asString().contains(name, wrong);
        assertThat(output).doesNotContain(SECRET);
    }

    @Test
    void thePasswordInAnAddressIsNotSaid(CapturedOutput output) {
        refuse("policy.whmcs.url=https://user:" + SECRET + "@exa mple.com");

        assertThat(output).contains("policy.whmcs.url must be an address").doesNotContain(SECRET);
    }

    private static void refuse(String setting) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(Settings.class)
                        .web(WebApplicationType.NONE)
                        .properties("spring.main.banner-mode=off")
                        .run("--" + setting))
                .isNotNull();
    }

    /** What stands under the heading of Spring Boot's report. */
    private static List<String> said(CapturedOutput output) {
        assertThat(output).doesNotContain("\tat ");
        return output.toString()
                .lines()
                .dropWhile(line -> !line.startsWith("Description:"))
                .skip(1)
                .filter(line -> !line.isBlank())
                .toList();
    }
}
