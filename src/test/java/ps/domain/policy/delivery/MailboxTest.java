package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

    @ParameterizedTest
    @CsvSource({
        "layla@example.ps, layla@example.ps, true",
        "layla+policy.x@Example.PS, layla+policy.x@Example.PS, true",
        "o'brien@example.com, o'brien@example.com, true",
        "layla@مثال.فلسطين, layla@xn--mgbh0fb.xn--ygbi2ammx, true",
        "ليلى@example.ps, ليلى@example.ps, false",
    })
    void aDomainGoesInAsciiAndOnlyTheOtherPartCanNeedMore(String address, String sent, boolean ascii) {
        Mailbox mailbox = Mailbox.parse(address);

        assertThat(mailbox).hasToString(sent);
        assertThat(mailbox.isAscii()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "layla",
                "layla@",
                "@example.ps",
                "a b@example.ps",
                "a..b@example.ps",
                ".a@example.ps",
                "a@example.ps>",
                "a@example..ps",
                "a@-example.ps",
                "a@[127.0.0.1]",
                "a,b@example.ps",
                "<a@example.ps",
                "a@example.ps\r\nBcc: x@example.ps",
                "a\r\nRCPT TO:<x@example.ps>@example.ps",
                "a\u0000@example.ps",
                "a\u202E@example.ps",
                "a\u0085b@example.ps",
                "\"a b\"@example.ps",
                "a@b@example.ps",
                "a@exa mple.ps",
                "a@stra\u00DFe.example",
                "a@\u03B2\u03CC\u03BB\u03BF\u03C2.example",
                "a@\u0646\u0627\u0645\u0647\u200C\u0627\u06CC.example",
            })
    void whatCouldMeanSomethingElseToAServerIsNoAddress(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.parse(address));
    }
}
