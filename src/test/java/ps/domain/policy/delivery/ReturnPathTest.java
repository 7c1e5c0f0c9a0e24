package ps.domain.policy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {

    private static final Mailbox ADDRESS = Mailbox.parse("a-return-path-of-thirty-three-chr@domain.ps");
    private static final UUID DELIVERY = UUID.fromString("019b5a3e-9f00-7abc-8def-0123456789ab");

    @RepeatedTest(20)
    void whatIsMadeForADeliveryIsReadAsThatDelivery() {
        UUID delivery = UUID.randomUUID();

        String address = new ReturnPath(ADDRESS, true).of(delivery);

        assertThat(ReturnPath.deliveryIn(address)).contains(delivery);
        assertThat(ReturnPath.deliveryIn("<" + address.toUpperCase(Locale.ROOT) + ">"))
                .contains(delivery);
        assertThat(address.substring(0, address.indexOf('@'))).hasSize(64);
        assertThat(Mailbox.parse(address).isAscii()).isTrue();
    }

    @Test
    void itIsTheSameOnEveryAttemptAndForAllTime() {
        assertThat(new ReturnPath(Mailbox.parse("bounces@domain.ps"), true).of(DELIVERY))
                .isEqualTo("bounces+01kdd3x7r0fay8vvr14d2pf2db7ckm@domain.ps");
    }

    @Test
    void withoutItThereIsOneAddressForAll() {
        assertThat(new ReturnPath(ADDRESS, false).of(DELIVERY)).isEqualTo(ADDRESS.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bounces@domain.ps",
                "bounces+news@domain.ps",
                "bounces+00000000000000000000000000zzzz@domain.ps",
                "bounces+0123456789abcdefghjkmnpqrstvwx@domain.ps",
                "bounces+uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu@domain.ps"
            })
    void anyOtherAddressNamesNone(String address) {
        assertThat(ReturnPath.deliveryIn(address)).isEqualTo(Optional.empty());
    }

    @Test
    void oneWrongCharacterIsNoticed() {
        String address = new ReturnPath(ADDRESS, true).of(DELIVERY);
        int at = address.indexOf('+');
        int noticed = 0;
        for (int i = 1; i <= 30; i++) {
            char wrong = address.charAt(at + i) == 'x' ? 'y' : 'x';
            String mistaken = address.substring(0, at + i) + wrong + address.substring(at + i + 1);
            if (ReturnPath.deliveryIn(mistaken).isEmpty()) {
                noticed++;
            }
        }
        assertThat(noticed).isEqualTo(30);
    }
}
