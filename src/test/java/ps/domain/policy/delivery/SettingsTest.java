package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.support.GenericApplicationContext;

class SettingsTest {

    @Test
    void asTheyComeMessagesGoToARelayOnThisMachine() {
        SmtpSettings smtp = smtp(Map.of());

        assertThat(smtp.host()).isEqualTo("localhost");
        assertThat(smtp.effectiveTls()).isEqualTo(TlsMode.NONE);
        assertThat(smtp.connections()).isEqualTo(4);
        assertThat(delivery(Map.of()).returnPath()).hasToString("privacy@domain.ps");
        delivery(Map.of()).requireLeaseFor(smtp);
    }

    @ParameterizedTest
    @CsvSource({"localhost, NONE", "127.0.0.1, NONE", "mail.example.ps, STARTTLS", "localhost.example.ps, STARTTLS"})
    void tlsIsRequiredUnlessTheRelayIsOnThisMachine(String host, TlsMode mode) {
        assertThat(smtp(Map.of("host", host)).effectiveTls()).isEqualTo(mode);
    }

    @Test
    void tlsCanBeDoneWithoutOnlyBySayingSoAndNeverWithAPassword() {
        assertThat(smtp(Map.of("host", "mailpit", "tls", "none")).effectiveTls())
                .isEqualTo(TlsMode.NONE);
        assertThatThrownBy(() ->
                        smtp(Map.of("host", "mailpit", "tls", "none", "username", "policy", "password", "secret")))
                .rootCause()
                .hasMessageContaining("policy.delivery.smtp.tls=none would send the password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anEmptyUserNameIsNone() {
        SmtpSettings smtp = smtp(Map.of("username", "", "password", ""));

        assertThat(smtp.username()).isNull();
        assertThat(smtp.password()).isNull();
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(smtp(Map.of("username", "policy", "password", "secret")).toString())
                .doesNotContain("secret");
    }

    @Test
    void aWrongAddressIsNamed() {
        assertThatThrownBy(() -> delivery(Map.of("from-address", "privacy")))
                .rootCause()
                .hasMessageContaining("The address lacks a part");
        assertThatThrownBy(() -> delivery(Map.of("envelope-sender", "a@b c")))
                .hasStackTraceContaining("policy.delivery.envelope-sender must be an email address, and not a@b c");
    }

    @Test
    void aLeaseOutlastsTheLongestMessage() {
        DeliverySettings settings = delivery(Map.of("lease", "10m"));

        assertThat(smtp(Map.of()).longestMessage()).isEqualTo(Duration.ofMinutes(15));
        assertThatThrownBy(() -> settings.requireLeaseFor(smtp(Map.of())))
                .hasMessageContaining("policy.delivery.lease must be longer");
    }

    @ParameterizedTest
    @CsvSource({"'', 1m", "30s, 30s"})
    void anEmptyIntervalIsTheUsualOne(String set, String meant) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            TestPropertyValues.of("policy.delivery.bounces.imap.interval=" + set)
                    .applyTo(context);
            context.refresh();

            assertThat(new EmbeddedValueResolver(context.getBeanFactory()).resolveStringValue(BounceSchedule.INTERVAL))
                    .isEqualTo(meant);
        }
    }

    private static SmtpSettings smtp(Map<String, String> values) {
        return bind("policy.delivery.smtp", values, SmtpSettings.class);
    }

    private static DeliverySettings delivery(Map<String, String> values) {
        return bind("policy.delivery", values, DeliverySettings.class);
    }

    private static <T> T bind(String prefix, Map<String, String> values, Class<T> type) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((name, value) -> source.put(prefix + "." + name, value));
        return new Binder(source).bindOrCreate(prefix, type);
    }
}
