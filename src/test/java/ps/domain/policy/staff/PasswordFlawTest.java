package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFlawTest {

    private static final String EMAIL = "huda.khalil@example.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "olive grove at dusk",
                "زيتونة جدي عند الغروب",
                "T7#qPz!x9Lm2",
                "twelve chars",
                "hudakhalilsgarden",
                "correct staple horse",
                "a password manager made this"
            })
    void whatNobodyGuessesFirstIsAccepted(String password) {
        assertThat(PasswordFlaw.of(password, EMAIL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password1234",
                "P@ssw0rd2026",
                "Password!!!!!",
                "123456789012",
                "098765432109",
                "qwertyuiop12",
                "1q2w3e4r5t6y",
                "abcdefghijkl",
                "zzzzzzzzzzzz",
                "abcabcabcabc",
                "passwordpassword",
                "correct horse battery staple",
                "Palestine1948",
                "Letmein12345",
                "ضصثقفغعهخحجد",
                "Welcome@2026",
            })
    void whatEverybodyGuessesFirstIsRefused(String password) {
        assertThat(PasswordFlaw.of(password, EMAIL)).containsExactly(PasswordFlaw.COMMON);
    }

    @Test
    void lengthIsCountedInCharactersAsPeopleSeeThem() {
        assertThat(PasswordFlaw.of("elevenchars", EMAIL)).containsExactly(PasswordFlaw.TOO_SHORT);
        assertThat(PasswordFlaw.of("🍇🍈🍉🍊🍋🍌", EMAIL)).containsExactly(PasswordFlaw.TOO_SHORT);
        String longest = "word after word ".repeat(16);
        assertThat(PasswordFlaw.of(longest, EMAIL)).isEmpty();
        assertThat(PasswordFlaw.of(longest + "s", EMAIL)).containsExactly(PasswordFlaw.TOO_LONG);
    }

    @Test
    void theAddressIsNoPasswordAndAShortOneIsNoObstacle() {
        assertThat(PasswordFlaw.of("I am HUDA.Khalil!", EMAIL)).isEqualTo(Set.of(PasswordFlaw.CONTAINS_ADDRESS));
        assertThat(PasswordFlaw.of("some olives at dusk", "me@example.com")).isEmpty();
    }
}
