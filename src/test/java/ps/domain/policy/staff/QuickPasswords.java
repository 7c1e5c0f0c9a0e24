package ps.domain.policy.staff;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Hashes passwords as the application does, with a hundredth of the work: hundreds of tests sign somebody in. */
@TestConfiguration(proxyBeanMethods = false)
public class QuickPasswords {

    @Bean
    @Primary
    Passwords lessWork() {
        return new Passwords(new Argon2PasswordEncoder(16, 32, 1, 256, 1));
    }
}
