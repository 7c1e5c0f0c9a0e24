package ps.domain.policy.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    /** Else an answer that comes sooner, or later, would tell who has an account. */
    @Test
    void nobodysHashIsAsMuchWorkAsAnybodys() {
        String somebodys = passwords.hash("three olive trees");

        assertThat(work(Passwords.NOBODYS)).isEqualTo(work(somebodys));
        assertThat(Passwords.NOBODYS).hasSameSizeAs(somebodys);
        assertThat(passwords.matches("three olive trees", Optional.of(somebodys)))
                .isTrue();
    }

    @Test
    void nobodyHasAPassword() {
        assertThat(passwords.matches("three olive trees", Optional.empty())).isFalse();
        assertThat(passwords.matches("", Optional.empty())).isFalse();
    }

    /** The algorithm, its version and its parameters. */
    private static String work(String hash) {
        return hash.substring(0, hash.indexOf("p=1$"));
    }
}
