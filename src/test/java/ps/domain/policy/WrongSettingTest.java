package ps.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

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
                "client-area-url | javascript:alert(1) | must be an http or https address such as https://domain.ps/contact,"
                        + " and not javascript:alert(1)",
                "company | ' ' | must not be empty",
                "contact-url | nonsense | must be an http or https address such as https://domain.ps/contact, and not"
                        + " nonsense",
                "default-language | fr | must be one of ar, en, and not fr",
                "delivery.batch-size | many | must be a whole number, and not many",
                "delivery.batch-size | 0 | must be between 1 and 1000, and not 0",
                "delivery.batch-size | '' | must be a whole number, and not empty",
                "delivery.dispatching | perhaps | must be true or false, and not perhaps",
                "delivery.from-address | privacy | must be an email address, and not privacy: The address lacks a part"
                        + " before or after the @",
                "delivery.from-address | '' | must not be empty",
                "delivery.envelope-sender | a b | must be an email address, and not a b: The address lacks a part"
                        + " before or after the @",
                "delivery.lease | soon | must be a time such as 30s, 10m, 6h or 14d, and not soon",
                "delivery.patience | -1s | must be at least 0s, and not -1s",
                "delivery.smtp.ehlo-name | my host | must be a host name in ASCII, and not my host",
                "delivery.smtp.tls | maybe | must be one of AUTO, STARTTLS, IMPLICIT, NONE, and not maybe",
                "delivery.poll-interval | 5ms | must be at least 10ms, and not 5ms",
                "delivery.rate-per-second | -1 | must be at least 0, and not -1",
                "delivery.rate-per-hour | -1 | must be at least 0, and not -1",
                "delivery.bounces.imap.folder | ' ' | must not be empty",
                "delivery.bounces.imap.interval | 999ms | must be at least 1s, and not 999ms",
                "delivery.bounces.imap.port | -1 | must be between 0 and 65535, and not -1",
                "delivery.bounces.imap.timeout | 0s | must be between 1ms and 1h, and not 0s",
                "delivery.smtp.connections | 65 | must be between 1 and 64, and not 65",
                "delivery.smtp.host | ' ' | must not be empty",
                "delivery.smtp.read-timeout | 3601s | must be between 1ms and 1h, and not 3601s",
                "delivery.smtp.port | 70000 | must be between 1 and 65535, and not 70000",
                "minimum-notice | 366d | must be between 0s and 365d, and not 366d",
                "notices.canary | 10001 | must be between 0 and 10000, and not 10001",
                "notices.hold | 169h | must be between 0s and 7d, and not 169h",
                "notices.refusal-limit | 1.01 | must be between 0.0 and 1.0, and not 1.01",
                "notices.refusal-limit | NaN | must be between 0.0 and 1.0, and not NaN",
                "notices.refusal-limit | few | must be a number, and not few",
                "public-url | ftp://example.com | must be an http or https address without query, such as"
                        + " https://domain.ps/legal, and not ftp://example.com",
                "reading.page-memory | much | must be an amount of memory such as 64MB, and not much",
                "reading.page-memory | 0 | must be at least 1MB, and not 0MB",
                "reading.page-memory | 1023KB | must be at least 1MB, and not 1047552B",
                "retention.notice-addresses | long | must be a time such as 18m or 3y, and not long",
                "retention.technical-records | 1h | must be at least 1d, and not 1h",
                "security-txt.encryption | key.asc | must be an address such as mailto:security@example.com or"
                        + " https://example.com/security, and not key.asc",
                "security-txt.expires | soon | must be a moment such as 2027-06-30T00:00:00Z, and not soon",
                "staff.first-admin | nobody | must be an email address, and not nobody",
                "staff.reset-second-factor | nobody | must be an email address, and not nobody",
                "whmcs.closing-limit | 2 | must be between 0.0 and 1.0, and not 2.0",
                "whmcs.page-size | 1 | must be between 2 and 10000, and not 1",
                "whmcs.rate | 0 | must be between 0.1 and 1000.0, and not 0.0",
                "whmcs.retry-delay | 2m | must be between 1ms and 1m, and not 2m",
                "whmcs.url | x y | must be an address such as https://example.com",
                "whmcs.url | https://my.example.com | needs policy.whmcs.identifier and policy.whmcs.secret",
                "whmcs.every | 6h | needs policy.whmcs.url: there is nothing to read",
                "zone | '' | must be a time zone such as Asia/Hebron, and not empty",
                "company[0] | domain.ps | is not a setting; the nearest one is policy.company",
                "first-admin | a@example.com | is not a setting; the nearest one is policy.staff.first-admin",
                "foo | bar | is not a setting of this application",
                "minimum-notic | 30d | is not a setting; the nearest one is policy.minimum-notice",
                "retention.adress | 3y | is not a setting; the nearest one is policy.retention.notice-addresses",
                "smtp.host | mail.example.com | is not a setting; the nearest one is policy.delivery.smtp.host",
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

    /** As an environment variable can be that is set to nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "client-area-url",
                "contact-url",
                "default-language",
                "delivery.bounces.imap.interval",
                "delivery.bounces.imap.timeout",
                "delivery.bounces.imap.tls",
                "delivery.from-name",
                "delivery.lease",
                "delivery.patience",
                "delivery.poll-interval",
                "delivery.smtp.connect-timeout",
                "delivery.smtp.tls",
                "minimum-notice",
                "notices.hold",
                "public-url",
                "reading.page-memory",
                "retention.technical-records",
                "retention.notice-addresses",
                "security-txt.contact",
                "staff.first-admin",
                "staff.second-factor-required-for",
                "whmcs.every",
                "whmcs.read-timeout",
                "whmcs.url",
            })
    void anEmptyOneIsAsIfItWereNotThere(String name) {
        start("policy." + name + "=").close();
    }

    private static ConfigurableApplicationContext start(String setting) {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off")
                .run("--" + setting);
    }

    private static void refuse(String setting) {
        assertThatThrownBy(() -> start(setting)).isNotNull();
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
