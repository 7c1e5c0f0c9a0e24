package ps.domain.policy.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import ps.domain.policy.accounts.EmailAddress.Flaw;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "rana@example.com, rana@example.com, false",
                "Rana.Haddad+billing@EXAMPLE.com, rana.haddad+billing@example.com, false",
                "o'brien!#$%&*/=?^_{|}~-@a-b.example, o'brien!#$%&*/=?^_{|}~-@a-b.example, false",
                "info@موقع.فلسطين, info@xn--4gbrim.xn--ygbi2ammx, false",
                "info@xn--4gbrim.xn--ygbi2ammx, info@xn--4gbrim.xn--ygbi2ammx, false",
                "info@Bücher.example, info@xn--bcher-kva.example, false",
                "info@Straße.example, info@straße.example, false",
                "info@σίγμας.example, info@σίγμας.example, false",
                "info@strasse.example, info@strasse.example, false",
                "رنا@موقع.فلسطين, رنا@xn--4gbrim.xn--ygbi2ammx, true",
                "RENÉ@example.com, rené@example.com, true",
            })
    void theKeyIsEqualForEverySpellingOfAMailbox(String value, String key, boolean smtpUtf8) {
        EmailAddress address = new EmailAddress(value);

        assertThat(address.key()).isEqualTo(key);
        assertThat(address.needsSmtpUtf8()).isEqualTo(smtpUtf8);
        assertThat(address.toString()).doesNotContain(value);
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("", Flaw.AT_SIGN),
                Arguments.of("rana", Flaw.AT_SIGN),
                Arguments.of("rana@@example.com", Flaw.AT_SIGN),
                Arguments.of("a@b@example.com", Flaw.AT_SIGN),
                Arguments.of("\"a@b\"@example.com", Flaw.AT_SIGN),
                Arguments.of("a@example.com,b@example.com", Flaw.AT_SIGN),
                Arguments.of("a@example.com\r\nBcc: b@example.org", Flaw.CHARACTER),
                Arguments.of("a@example.com\n", Flaw.CHARACTER),
                Arguments.of("a\u0000@example.com", Flaw.CHARACTER),
                Arguments.of("a\u007F@example.com", Flaw.CHARACTER),
                Arguments.of("a b@example.com", Flaw.CHARACTER),
                Arguments.of(" a@example.com", Flaw.CHARACTER),
                Arguments.of("a@example.com\u00A0", Flaw.CHARACTER),
                Arguments.of("a\u2028@example.com", Flaw.CHARACTER),
                Arguments.of("a\u202E@example.com", Flaw.CHARACTER),
                Arguments.of("a\u200B@example.com", Flaw.CHARACTER),
                Arguments.of("a\uD800@example.com", Flaw.CHARACTER),
                Arguments.of("a\uFFFD@example.com", Flaw.CHARACTER),
                Arguments.of("@example.com", Flaw.LOCAL_PART),
                Arguments.of(".a@example.com", Flaw.LOCAL_PART),
                Arguments.of("a.@example.com", Flaw.LOCAL_PART),
                Arguments.of("a..b@example.com", Flaw.LOCAL_PART),
                Arguments.of("\"a\"@example.com", Flaw.LOCAL_PART),
                Arguments.of("a<b>@example.com", Flaw.LOCAL_PART),
                Arguments.of("=cmd()@example.com", Flaw.LOCAL_PART),
                Arguments.of("Rana<rana@example.com>", Flaw.LOCAL_PART),
                Arguments.of("a".repeat(65) + "@example.com", Flaw.LENGTH),
                Arguments.of("ع".repeat(33) + "@example.com", Flaw.LENGTH),
                Arguments.of("a@" + "b".repeat(63) + ("." + "b".repeat(63)).repeat(3), Flaw.LENGTH),
                Arguments.of("a".repeat(100_000) + "@example.com", Flaw.LENGTH),
                Arguments.of("a@", Flaw.DOMAIN),
                Arguments.of("a@localhost", Flaw.DOMAIN),
                Arguments.of("a@[127.0.0.1]", Flaw.DOMAIN),
                Arguments.of("a@[IPv6:::1]", Flaw.DOMAIN),
                Arguments.of("a@127.0.0.1", Flaw.DOMAIN),
                Arguments.of("a@example.com.", Flaw.DOMAIN),
                Arguments.of("a@.example.com", Flaw.DOMAIN),
                Arguments.of("a@example..com", Flaw.DOMAIN),
                Arguments.of("a@.", Flaw.DOMAIN),
                Arguments.of("a@-example.com", Flaw.DOMAIN),
                Arguments.of("a@example-.com", Flaw.DOMAIN),
                Arguments.of("a@ex_ample.com", Flaw.DOMAIN),
                Arguments.of("a@example.com;b", Flaw.DOMAIN),
                Arguments.of("a@example.com/..", Flaw.DOMAIN),
                Arguments.of("a@" + "b".repeat(64) + ".com", Flaw.DOMAIN));
    }

    @ParameterizedTest
    @MethodSource
    void hostile(String value, Flaw flaw) {
        assertThat(EmailAddress.flawIn(value)).contains(flaw);
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress(value));
    }

    @Test
    void theLongestAllowedIsAllowed() {
        String domain = "b".repeat(63) + "." + "b".repeat(63) + "." + "b".repeat(61);

        assertThat(EmailAddress.flawIn("a".repeat(64) + "@" + domain)).isEmpty();
        assertThat(EmailAddress.flawIn("a".repeat(64) + "@b" + domain)).contains(Flaw.LENGTH);
    }
}
