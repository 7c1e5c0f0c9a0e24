package ps.domain.policy.accounts.whmcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import ps.domain.policy.testing.Http;
import ps.domain.policy.testing.PolicyTest;

/**
 * What WHMCS can say of a client. The signatures that are written here were computed by OpenSSL for the moment at which
 * every test begins.
 */
@PolicyTest
class HintHookTest {

    private static final String SECRET = "a-hook-secret-of-some-length";
    private static final String SIGNATURE = "224560624794a2a9e967f79ecc3167f13c825c5051128921cec66c1890d6705f";
    private static final String BODY = "{\"client\":123}";

    @Autowired
    private Hints hints;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Clock clock;

    @LocalServerPort
    private int port;

    private MockMvcTester hook;

    @BeforeEach
    void aHookWithASecret() {
        Duration second = Duration.ofSeconds(1);
        WhmcsSettings settings =
                new WhmcsSettings(null, null, null, null, null, 250, 5, 0.1, SECRET, second, second, second);
        hook = MockMvcTester.of(new HintHook(settings, hints, clock));
    }

    @Test
    void aHintIsKeptOnceHoweverOftenItComes() {
        assertThat(post("1796115600", SIGNATURE, BODY)).isEqualTo(204);
        assertThat(post("1796115600", SIGNATURE.toUpperCase(Locale.ROOT), BODY)).isEqualTo(204);

        assertThat(jdbc.sql("SELECT client_id FROM whmcs_hint")
                        .query(Long.class)
                        .list())
                .containsExactly(123L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1796115601 | 224560624794a2a9e967f79ecc3167f13c825c5051128921cec66c1890d6705f | {\"client\":123} | 401",
                "1796115600 | 224560624794a2a9e967f79ecc3167f13c825c5051128921cec66c1890d6705e | {\"client\":123} | 401",
                "1796115600 | 224560624794a2a9e967f79ecc3167f13c825c5051128921cec66c1890d6705f | {\"client\":124} | 401",
                "1796115600 | '' | {\"client\":123} | 401",
                "'' | 224560624794a2a9e967f79ecc3167f13c825c5051128921cec66c1890d6705f | {\"client\":123} | 401",
                // Signed as it should be, six minutes before and after.
                "1796115240 | 6199b919d7317fc2df39cad59ce85f026d2a13b60bf732b1a2b9ecdc5994d5b8 | {\"client\":123} | 401",
                "1796115960 | 4483b69c074cdd25fa7b1ad3cc392a68981c81198a8f0954670172c2e8da073f | {\"client\":123} | 401",
                "1796115600 | 4a36852ce283a7930a4e1a5624b454185df7f5936aa9a975759575ac8f638d4b | nonsense | 400"
            })
    void whatIsNotSignedOrNotOfLateIsNotKept(String time, String signature, String body, int status) {
        assertThat(post(time, signature, body)).isEqualTo(status);
        assertThat(jdbc.sql("SELECT count(*) FROM whmcs_hint").query(Long.class).single())
                .isZero();
    }

    /** Signed as it should be. What is nearly a number must not lead to somebody else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client\":1.5}",
                "{\"client\":1.0}",
                "{\"client\":1e3}",
                "{\"client\":\"1.5\"}",
                "{\"client\":\"1e3\"}",
                "{\"client\":\"1 2\"}",
                "{\"client\":\" 1\"}",
                "{\"client\":\"+1\"}",
                "{\"client\":\"\u0661\"}",
                "{\"client\":\"\"}",
                "{\"client\":-1}",
                "{\"client\":0}",
                "{\"client\":01}",
                "{\"client\":NaN}",
                "{\"client\":9223372036854775807}",
                "{\"client\":9223372036854775809}",
                "{\"client\":18446744073709551617}",
                "{\"client\":1000000000000000000}",
                "{\"client\":true}",
                "{\"client\":null}",
                "{\"client\":[1]}",
                "{\"client\":{\"client\":1}}",
                "{\"hint\":{\"client\":1}}",
                "{\"client\":1,\"client\":2}",
                "{\"client\":1,\"client\":1}",
                "{\"client\":1,\"a\":{\"b\":1,\"b\":2}}",
                "{\"client\":1} {\"client\":2}",
                "{\"client\":1}x",
                "{\"Client\":1}",
                "[{\"client\":1}]",
                "{}",
                "1",
                ""
            })
    void whatIsNoNumberOfAClientIsRefused(String body) throws Exception {
        assertThat(post("1796115600", signatureOf(body), body)).isEqualTo(400);
        assertThat(jdbc.sql("SELECT count(*) FROM whmcs_hint").query(Long.class).single())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"client\":999999999999999999}",
                " {\"client\" : \"999999999999999999\", \"event\": \"ClientEdit\"}\n"
            })
    void aNumberMayComeAsAString(String body) throws Exception {
        assertThat(post("1796115600", signatureOf(body), body)).isEqualTo(204);
        assertThat(jdbc.sql("SELECT client_id FROM whmcs_hint")
                        .query(Long.class)
                        .list())
                .containsExactly(999_999_999_999_999_999L);
    }

    @Test
    void whatIsFarTooLongIsNotEvenLookedAt() {
        assertThat(post("1796115600", SIGNATURE, " ".repeat(4097))).isEqualTo(413);
    }

    @Test
    void withoutASecretTheAddressIsNotThere() {
        assertThat(new Http(port).send("POST", "/hooks/whmcs").statusCode()).isEqualTo(404);
    }

    private static String signatureOf(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(("1796115600." + body).getBytes(StandardCharsets.UTF_8)));
    }

    private int post(String time, String signature, String body) {
        return hook.post()
                .uri("/hooks/whmcs")
                .header("X-Policy-Time", time)
                .header("X-Policy-Signature", signature)
                .content(body.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .getResponse()
                .getStatus();
    }
}
